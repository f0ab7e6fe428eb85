import { accept, refuse } from './value-type.ts';
import type { ValueType } from './value-type.ts';

/** Characters that a request target may have (RFC 3986 appendix A; brackets as in practice), the fragment's apart. */
const targetCharacters = /^[!-~]*$/;

/** Path and query of a request as they are sent, byte for byte (RFC 9112 3.2.1 origin-form). */
export const requestTarget: ValueType<string> = {
  expected: 'a path such as /healthz, with or without a query',
  json: [{ type: 'string', pattern: '^/' }],
  parse(value) {
    if (typeof value !== 'string') return refuse('write a path that begins with /');
    if (value.includes('://')) return refuse('leave out scheme and host');
    if (!value.startsWith('/')) return refuse(`write /${value}`);
    return targetFault(value) ?? accept(value);
  },
};

/** A whole URL of http or https. It stays as it was written, so that tests may ask for odd spellings. */
export const requestUrl: ValueType<string> = {
  expected: 'a whole URL such as http://shop.example.com/api',
  json: [{ type: 'string', pattern: '^https?://' }],
  parse(value) {
    if (typeof value !== 'string' || !/^https?:\/\/[^/?]/.test(value))
      return refuse('begin with http:// and the host, such as http://shop.example.com/api');
    return targetFault(value) ?? accept(value);
  },
};

/** A method of HTTP; methods tell capitals from small letters (RFC 9110 9.1). */
export const method: ValueType<string> = {
  expected: 'a method such as GET or POST',
  json: [{ type: 'string', pattern: '^[A-Z][A-Z-]*$' }],
  parse(value) {
    if (typeof value === 'string' && /^[A-Z][A-Z-]{0,31}$/.test(value)) return accept(value);
    const capitals = typeof value === 'string' ? value.toUpperCase() : '';
    return refuse(/^[A-Z][A-Z-]{0,31}$/.test(capitals) ? `write ${capitals}` : 'write a method such as GET');
  },
};

function targetFault(written: string): ReturnType<typeof refuse> | null {
  if (written.includes('#')) return refuse('leave out the fragment: it is never sent');
  if (!targetCharacters.test(written))
    return refuse('escape spaces and everything beyond ASCII, as in a%20b');
  return null;
}
