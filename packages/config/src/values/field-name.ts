import { accept, refuse } from './value-type.ts';
import type { ValueType } from './value-type.ts';

/** Whether a text is a token of RFC 9110 5.6.2: what names of fields and of cookies (RFC 6265 4.1.1) are. */
export function isFieldName(text: string): boolean {
  return /^[\w!#$%&'*+\-.^`|~]{1,128}$/.test(text);
}

/** A cookie's name. */
export const cookieName: ValueType<string> = {
  expected: 'a name of letters, digits, "_", "-" and "."',
  json: [{ type: 'string', minLength: 1 }],
  parse(value) {
    if (typeof value === 'string' && isFieldName(value)) return accept(value);
    return refuse('write a name such as shop_instance');
  },
};
