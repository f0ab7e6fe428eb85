import { accept, refuse } from './value-type.ts';
import type { ValueType } from './value-type.ts';

/** Words for people or for comparison: anything but nothing, at most 1,024 characters. */
export const text: ValueType<string> = {
  expected: 'text of 1 to 1024 characters',
  json: [{ type: 'string', minLength: 1, maxLength: 1_024 }],
  parse(value) {
    if (typeof value !== 'string') return refuse('write it in quotes');
    if (value === '' || value.length > 1_024) return refuse('write some text, at most 1024 characters');
    return accept(value);
  },
};

/** Where a file is, absolute or relative to the configuration's own folder. */
export const filePath: ValueType<string> = {
  expected: 'the path of a file',
  json: [{ type: 'string', minLength: 1 }],
  parse(value) {
    if (typeof value !== 'string' || value === '' || value.includes('\0'))
      return refuse('write a path such as endpoints.yaml or /etc/hostler/endpoints.yaml');
    return accept(value);
  },
};

/** A code of `docs/errors.md`, or a type of RFC 9209 2.3. */
export const errorCode: ValueType<string> = {
  expected: 'an error code such as destination_not_found',
  json: [{ type: 'string', pattern: '^[a-z][a-z0-9_]*$' }],
  parse(value) {
    if (typeof value === 'string' && /^[a-z][a-z0-9_]{0,63}$/.test(value)) return accept(value);
    return refuse('write a code of docs/errors.md, such as destination_not_found');
  },
};
