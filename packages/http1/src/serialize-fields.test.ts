import { describe, expect, it } from 'vitest';
import { serializeFields } from './serialize-fields.ts';

describe('serializeFields', () => {
  it('keeps order, case and repetitions', () => {
    expect(serializeFields(['b', '1', 'A', '2', 'B', ''])).toBe('b: 1\r\nA: 2\r\nB: \r\n');
  });

  it('takes HTAB and obs-text in values', () => {
    expect(serializeFields(['a', 'b\tc \xff'])).toBe('a: b\tc \xff\r\n');
  });

  it.each([
    { name: 'an empty name', headers: ['', 'b'], code: 'invalid-field-name' },
    { name: 'a name with a space', headers: ['a ', 'b'], code: 'invalid-field-name' },
    { name: 'a name with a colon', headers: ['a:', 'b'], code: 'invalid-field-name' },
    { name: 'a name with CRLF', headers: ['a\r\nb', 'c'], code: 'invalid-field-name' },
    { name: 'a name that is no bytes', headers: ['\u0161', 'b'], code: 'invalid-field-name' },
    { name: 'a name without a value', headers: ['a', 'b', 'c'], code: 'invalid-field-name' },
    { name: 'CR', headers: ['a', 'b\r'], code: 'invalid-field-value' },
    { name: 'LF', headers: ['a', 'b\nc: d'], code: 'invalid-field-value' },
    { name: 'CRLF', headers: ['a', 'b\r\nc: d'], code: 'invalid-field-value' },
    { name: 'NUL', headers: ['a', '\0'], code: 'invalid-field-value' },
    { name: 'a control character', headers: ['a', '\x1b'], code: 'invalid-field-value' },
    { name: 'DEL', headers: ['a', '\x7f'], code: 'invalid-field-value' },
    {
      name: 'a character whose low byte is LF, which latin1 would make of it',
      headers: ['a', 'b\u010ac: d'],
      code: 'invalid-field-value',
    },
  ])('RFC 9110 5.1, 5.5: refuses $name as $code', ({ headers, code }) => {
    expect(() => serializeFields(headers)).toThrow(expect.objectContaining({ name: 'SerializeError', code }));
  });

  it('never shows a value in its message, because it may be a secret', () => {
    expect(() => serializeFields(['Authorization', 'secret\n'])).toThrow(
      'value of Authorization holds what a field line cannot',
    );
  });
});
