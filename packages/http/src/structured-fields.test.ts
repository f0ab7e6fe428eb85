import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendMember, isToken, serialiseItem, serialiseParameters } from './structured-fields.ts';

describe('serialiseItem', () => {
  it.each([
    { name: 'a string', item: 'a b', text: '"a b"' },
    { name: 'an empty string', item: '', text: '""' },
    { name: 'quotes and backslashes', item: String.raw`a"b\c`, text: String.raw`"a\"b\\c"` },
    { name: 'what is not printable ASCII', item: 'a\n\0é€b', text: '"ab"' },
    { name: 'a token', item: { token: 'http/1.1' }, text: 'http/1.1' },
    { name: 'a token that is none', item: { token: '1a b' }, text: '"1a b"' },
    { name: 'an integer', item: 502, text: '502' },
    { name: 'a fraction', item: 1.5, text: '1' },
    { name: 'no number', item: Number.NaN, text: '0' },
    { name: 'too large a number', item: 1e300, text: '999999999999999' },
    { name: 'too small a number', item: -Infinity, text: '-999999999999999' },
    { name: 'true', item: true, text: '?1' },
    { name: 'false', item: false, text: '?0' },
  ])('writes $name', ({ item, text }) => {
    expect(serialiseItem(item)).toBe(text);
  });

  it('writes every string as one that can be read back', () => {
    fc.assert(
      fc.property(
        fc.uint16Array().map((codes) => String.fromCharCode(...codes)),
        (text) => {
          const written = serialiseItem(text);
          expect(written).toMatch(/^"(?:[ !#-[\]-~]|\\["\\])*"$/);
          expect(written.slice(1, -1).replaceAll(/\\(.)/g, '$1')).toBe(text.replaceAll(/[^ -~]/g, ''));
        },
      ),
    );
  });
});

describe('serialiseParameters', () => {
  it('writes them in order, true without a value, and leaves out what is undefined', () => {
    expect(serialiseParameters({ a: 1, b: true, c: undefined, d: 'x' })).toBe(';a=1;b;d="x"');
  });

  it('leaves out keys that are none', () => {
    expect(serialiseParameters({ 'A b': 1, ok: 2 })).toBe(';ok=2');
  });
});

describe('isToken', () => {
  it.each([
    { text: 'hostler', token: true },
    { text: '*a', token: true },
    { text: 'a:/.-_b', token: true },
    { text: '1a', token: false },
    { text: 'a b', token: false },
    { text: '', token: false },
    { text: 'é', token: false },
  ])('"$text": $token', ({ text, token }) => {
    expect(isToken(text)).toBe(token);
  });
});

describe('appendMember', () => {
  it.each([
    { existing: null, expected: 'b' },
    { existing: '', expected: 'b' },
    { existing: 'a;x', expected: 'a;x, b' },
  ])('writes a member behind "$existing"', ({ existing, expected }) => {
    expect(appendMember(existing, 'b')).toBe(expected);
  });
});
