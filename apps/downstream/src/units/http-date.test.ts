import { expect, test } from 'vitest';
import { formatHttpDate, parseHttpDate } from './http-date.ts';

const NOW = Date.UTC(2026, 0, 1);
const EXAMPLE = Date.UTC(1994, 10, 6, 8, 49, 37);

test.each([
  { name: 'the preferred form', text: 'Sun, 06 Nov 1994 08:49:37 GMT', ms: EXAMPLE },
  { name: 'the form of RFC 850', text: 'Sunday, 06-Nov-94 08:49:37 GMT', ms: EXAMPLE },
  { name: "asctime's form", text: 'Sun Nov  6 08:49:37 1994', ms: EXAMPLE },
  {
    name: 'a two-digit year at most 50 years ahead',
    text: 'Sunday, 01-Jan-76 00:00:00 GMT',
    ms: Date.UTC(2076, 0),
  },
  { name: 'a two-digit year further ahead', text: 'Saturday, 01-Jan-77 00:00:00 GMT', ms: Date.UTC(1977, 0) },
])('reads $name', ({ text, ms }) => {
  expect(parseHttpDate(text, NOW)).toBe(ms);
});

test.each([
  { name: 'nothing', text: '' },
  { name: 'a number', text: '0' },
  { name: 'ISO 8601', text: '1994-11-06T08:49:37Z' },
  { name: 'another zone', text: 'Sun, 06 Nov 1994 08:49:37 EST' },
  { name: 'a month that is none', text: 'Sun, 06 Foo 1994 08:49:37 GMT' },
  { name: 'a day that the month lacks', text: 'Thu, 31 Feb 1994 08:49:37 GMT' },
])('takes $name for no date', ({ text }) => {
  expect(parseHttpDate(text, NOW)).toBeUndefined();
});

test('writes the preferred form', () => {
  expect(formatHttpDate(EXAMPLE)).toBe('Sun, 06 Nov 1994 08:49:37 GMT');
});
