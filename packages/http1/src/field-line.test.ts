import { describe, expect, it } from 'vitest';
import { parseFieldLine } from './field-line.ts';

function parse(line: string): unknown {
  const headers: string[] = [];
  return parseFieldLine(line, 0, line.length, headers) ?? headers;
}

describe('parseFieldLine', () => {
  it.each([
    { name: 'a field line', line: 'Content-Type: text/html', field: ['Content-Type', 'text/html'] },
    { name: 'no whitespace', line: 'a:b', field: ['a', 'b'] },
    { name: 'whitespace around the value', line: 'a:\t b \t', field: ['a', 'b'] },
    { name: 'whitespace inside the value', line: 'a: b  c', field: ['a', 'b  c'] },
    { name: 'an empty value', line: 'a:', field: ['a', ''] },
    { name: 'a value of whitespace', line: 'a:  \t', field: ['a', ''] },
    { name: 'colons in the value', line: 'a: b:c: d', field: ['a', 'b:c: d'] },
    { name: 'obs-text in the value', line: 'a: \xe9\xff', field: ['a', '\xe9\xff'] },
    { name: 'the case of the name', line: 'x-FOO: Bar', field: ['x-FOO', 'Bar'] },
  ])('RFC 9112 5: keeps $name', ({ line, field }) => {
    expect(parse(line)).toEqual(field);
  });

  it.each([
    { name: 'no colon', line: 'abc', code: 'missing-colon' },
    { name: 'an empty name', line: ': b', code: 'invalid-field-name' },
    { name: 'a space within the name', line: 'a b: c', code: 'invalid-field-name' },
    { name: 'obs-text in the name', line: '\xe9: b', code: 'invalid-field-name' },
    { name: 'a delimiter in the name', line: 'a(b): c', code: 'invalid-field-name' },
    { name: 'a space before the colon', line: 'Content-Length : 5', code: 'whitespace-before-colon' },
    { name: 'a tab before the colon', line: 'Content-Length\t: 5', code: 'whitespace-before-colon' },
    { name: 'a space at the start', line: ' a: b', code: 'obs-fold' },
    { name: 'a tab at the start', line: '\tmore', code: 'obs-fold' },
    { name: 'NUL in the value', line: 'a: b\0c', code: 'nul-byte' },
    { name: 'NUL in the name', line: 'a\0: c', code: 'nul-byte' },
    { name: 'a bare CR in the value', line: 'a: b\rc', code: 'bare-cr' },
    { name: 'a bare CR at the end of the value', line: 'a: b\r', code: 'bare-cr' },
    { name: 'a control character in the value', line: 'a: \x01', code: 'control-character' },
    { name: 'DEL in the value', line: 'a: \x7f', code: 'control-character' },
  ])('RFC 9112 5, 2.2, RFC 9110 5.5: refuses $name as $code', ({ line, code }) => {
    expect(parse(line)).toMatchObject({ code });
  });

  it('never shows a value in its message, because it may be a secret', () => {
    expect(parse('Authorization: Bearer secret\0')).toEqual({
      code: 'nul-byte',
      message: 'RFC 9110 5.5: NUL in a line; got "Authorization"',
    });
    expect(parse('secret')).not.toHaveProperty('message', expect.stringContaining('got'));
  });

  it('reads only its own part of a longer text', () => {
    const headers: string[] = [];
    expect(parseFieldLine('x: 1\r\na: b\r\ny: 2', 6, 10, headers)).toBeNull();
    expect(parseFieldLine('abc\r\nd: e', 0, 3, headers)).toMatchObject({ code: 'missing-colon' });
    expect(headers).toEqual(['a', 'b']);
  });
});
