import { describe, expect, it } from 'vitest';
import { hexValue, isChunkExtensions } from './chunk-size.ts';

describe('hexValue', () => {
  it('knows the digits in both cases and nothing else', () => {
    const digits = Array.from(
      { length: 256 },
      (_, byte) => [String.fromCharCode(byte), hexValue(byte)] as const,
    );
    expect(digits.filter(([, value]) => value >= 0)).toEqual(
      Array.from('0123456789ABCDEFabcdef').map((digit) => [digit, Number.parseInt(digit, 16)]),
    );
  });
});

describe('isChunkExtensions', () => {
  it.each([
    { name: 'none', text: '' },
    { name: 'a name', text: ';a' },
    { name: 'a name with a token', text: ';a=b' },
    { name: 'a name with a quoted string', text: ';a="b;\\"c\\\\\xe9"' },
    { name: 'several', text: ';a;b=c;d=""' },
    { name: 'bad whitespace, which must be understood', text: ' ; a\t= "b" ;c' },
  ])('RFC 9112 7.1.1: takes $name', ({ text }) => {
    expect(isChunkExtensions(text)).toBe(true);
  });

  it.each([
    { name: 'whitespace alone', text: ' ' },
    { name: 'whitespace at the end', text: ';a ' },
    { name: 'no name', text: ';' },
    { name: 'no value', text: ';a=' },
    { name: 'no semicolon', text: ' a=b' },
    { name: 'an open quote', text: ';a="b' },
    { name: 'something behind a quoted string', text: ';a="b"c' },
    { name: 'an escaped quote as the end', text: ';a="b\\"' },
    { name: 'a control character', text: ';a="\0"' },
    { name: 'a delimiter in the name', text: ';a(b)' },
  ])('RFC 9112 7.1.1: refuses $name', ({ text }) => {
    expect(isChunkExtensions(text)).toBe(false);
  });

  it.each([
    { name: 'blanks', text: `;a${' '.repeat(16_000)}\x01` },
    { name: 'names', text: `${';a'.repeat(8_000)}=` },
    { name: 'escapes', text: `;a="${'\\\\'.repeat(8_000)}` },
  ])('judges 16 KiB of hostile $name in linear time', ({ text }) => {
    const times = Array.from({ length: 5 }, () => {
      const before = performance.now();
      expect(isChunkExtensions(text)).toBe(false);
      return performance.now() - before;
    });
    // Linear is below a millisecond, quadratic above a hundred. The best of five, as the machine may be busy.
    expect(Math.min(...times)).toBeLessThan(20);
  });
});
