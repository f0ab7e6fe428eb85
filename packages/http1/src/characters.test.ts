import { describe, expect, it } from 'vitest';
import { isFieldText, isToken, textFault, trimBlanks } from './characters.ts';

const bytes = Array.from({ length: 256 }, (_, code) => code);

function accepted(test: (text: string) => boolean): string {
  return String.fromCharCode(...bytes.filter((code) => test(String.fromCharCode(code))));
}

describe('characters', () => {
  it('takes exactly the token characters of RFC 9110 5.6.2', () => {
    expect(accepted(isToken)).toBe(
      "!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~",
    );
  });

  it('takes exactly HTAB, SP, visible ASCII and obs-text as field text (RFC 9110 5.5)', () => {
    const expected = bytes.filter((code) => code === 0x09 || (code >= 0x20 && code !== 0x7f));
    expect(accepted(isFieldText)).toBe(String.fromCharCode(...expected));
  });

  it('refuses characters that are no byte', () => {
    expect([isToken('na\u0161me'), isFieldText('\u20ac')]).toEqual([false, false]);
  });

  it('has no empty token, but empty field text', () => {
    expect([isToken(''), isFieldText('')]).toEqual([false, true]);
  });

  it.each([
    { name: 'NUL', line: 'a\0b', fault: 'nul-byte' },
    { name: 'a bare CR', line: 'a\rb', fault: 'bare-cr' },
    { name: 'a control character', line: 'a\x07b', fault: 'control-character' },
    { name: 'DEL', line: 'a\x7fb', fault: 'control-character' },
    { name: 'the first of several', line: 'a\rb\0', fault: 'bare-cr' },
    { name: 'nothing', line: 'a\tb \xff', fault: null },
  ])('names $name as the fault of a line', ({ line, fault }) => {
    expect(textFault(line)).toBe(fault);
  });

  it('trims SP and HTAB only, since NBSP is an obs-text byte of the value', () => {
    expect(trimBlanks(' \t\xa0value\xa0\t ')).toBe('\xa0value\xa0');
  });
});
