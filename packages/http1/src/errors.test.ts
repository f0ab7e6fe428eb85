import { describe, expect, it } from 'vitest';
import { parseError, PARSE_ERRORS, quote, SerializeError } from './errors.ts';

describe('errors', () => {
  it('says what a code means, and what was seen where that is known', () => {
    expect(parseError('bare-lf')).toEqual({ code: 'bare-lf', message: PARSE_ERRORS['bare-lf'] });
    expect(parseError('invalid-content-length', '-1').message).toBe(
      'RFC 9110 8.6: Content-Length is not 1*DIGIT; got "-1"',
    );
  });

  it('has meanings that fit on one line of a log', () => {
    const odd = Object.values(PARSE_ERRORS).filter((meaning) => !/^[\x20-\x7e]{10,160}$/.test(meaning));
    expect(odd).toEqual([]);
  });

  it('quotes what could forge a log line, and cuts what is long', () => {
    expect(quote('a"\r\n\0\x1b[31m\xe9\u20ac')).toBe(String.raw`"a\"\r\n\u0000\u001b[31m\u00e9\u20ac"`);
    expect(quote('x'.repeat(65))).toBe(`"${'x'.repeat(64)}..."`);
  });

  it('names a serializer error, so that it can be told from others in a log', () => {
    const error = new SerializeError('invalid-target', 'no');
    expect([error.name, error.code, error.message]).toEqual(['SerializeError', 'invalid-target', 'no']);
  });
});
