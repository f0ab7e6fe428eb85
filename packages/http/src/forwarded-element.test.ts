import { describe, expect, it } from 'vitest';
import { formatForwardedElement, parseForwardedElement } from './forwarded-element.ts';

const nothing = { for: null, host: null, proto: null };

describe('parseForwardedElement', () => {
  it.each([
    { element: 'for=192.0.2.43', expected: { for: '192.0.2.43' } },
    { element: 'For="[2001:db8:cafe::17]:4711"', expected: { for: '[2001:db8:cafe::17]:4711' } },
    { element: 'for=192.0.2.60;proto=http;by=203.0.113.43', expected: { for: '192.0.2.60', proto: 'http' } },
    { element: 'for=192.0.2.1:80', expected: { for: '192.0.2.1:80' } },
    { element: 'for=_hidden ; HOST="a:8080"', expected: { for: '_hidden', host: 'a:8080' } },
    { element: String.raw`host="a\"b";proto=https;`, expected: { host: 'a"b', proto: 'https' } },
    { element: 'host=""', expected: { host: '' } },
  ])('reads $element', ({ element, expected }) => {
    expect(parseForwardedElement(element)).toEqual({ ...nothing, ...expected });
  });

  it.each([
    { name: 'no pair', element: '192.0.2.43' },
    { name: 'a name without value', element: 'for=' },
    { name: 'a value without name', element: '=a' },
    { name: 'an open quote', element: 'for="a' },
    { name: 'a quote in the middle', element: 'for=a"b' },
    { name: 'something behind a quoted value', element: 'for="a"b' },
    { name: 'something behind a value', element: 'for=a b' },
    { name: 'a space before the equals sign', element: 'for =a' },
    { name: 'the same thing twice', element: 'for=a;FOR=b' },
    { name: 'an empty pair', element: 'for=a;;proto=http' },
  ])('refuses $name', ({ element }) => {
    expect(parseForwardedElement(element)).toBe(null);
  });

  it('takes time in proportion to its length', () => {
    expect(parseForwardedElement(`for="${String.raw`\"`.repeat(100_000)}`)).toBe(null);
    expect(parseForwardedElement(`${'a'.repeat(100_000)} `)).toBe(null);
  });
});

describe('formatForwardedElement', () => {
  it.each([
    { element: { for: '192.0.2.1', host: null, proto: null }, text: 'for=192.0.2.1' },
    {
      element: { for: 'unknown', host: 'a.example', proto: 'https' },
      text: 'for=unknown;host=a.example;proto=https',
    },
    {
      element: { for: '2001:db8::1', host: 'a:80', proto: 'http' },
      text: 'for="[2001:db8::1]";host="a:80";proto=http',
    },
    { element: { for: '192.0.2.1', host: '[::1]', proto: null }, text: 'for=192.0.2.1;host="[::1]"' },
    { element: { for: '192.0.2.1', host: '', proto: null }, text: 'for=192.0.2.1;host=""' },
  ])('writes $text', ({ element, text }) => {
    expect(formatForwardedElement(element)).toBe(text);
  });
});
