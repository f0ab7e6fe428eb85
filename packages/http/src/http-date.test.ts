import { describe, expect, it } from 'vitest';
import { parseHttpDate } from './http-date.ts';

const nowMs = Date.UTC(2026, 0, 1);

describe('parseHttpDate', () => {
  it.each([
    { name: 'IMF-fixdate', text: 'Sun, 06 Nov 1994 08:49:37 GMT' },
    { name: 'RFC 850', text: 'Sunday, 06-Nov-94 08:49:37 GMT' },
    { name: 'asctime', text: 'Sun Nov  6 08:49:37 1994' },
  ])('reads the three forms of RFC 9110 5.6.7: $name', ({ text }) => {
    expect(parseHttpDate(text, nowMs)).toBe(784_111_777_000);
  });

  it.each([
    { name: 'this year', text: 'Thursday, 01-Jan-26 00:00:00 GMT', year: 2026 },
    { name: '50 years ahead', text: 'Wednesday, 01-Jan-76 00:00:00 GMT', year: 2076 },
    { name: 'over 50 years ahead is past', text: 'Saturday, 01-Jan-77 00:00:00 GMT', year: 1977 },
  ])('completes a year of two digits: $name', ({ text, year }) => {
    expect(parseHttpDate(text, nowMs)).toBe(Date.UTC(year, 0, 1));
  });

  it('takes a leap second', () => {
    expect(parseHttpDate('Sat, 31 Dec 2016 23:59:60 GMT', nowMs)).toBe(Date.UTC(2017, 0, 1));
  });

  it.each([
    { name: 'nothing', text: '' },
    { name: 'ISO 8601', text: '1994-11-06T08:49:37Z' },
    { name: 'another zone', text: 'Sun, 06 Nov 1994 08:49:37 UTC' },
    { name: 'an offset', text: 'Sun, 06 Nov 1994 08:49:37 +0000' },
    { name: 'a month that is none', text: 'Sun, 06 Nob 1994 08:49:37 GMT' },
    { name: 'a day that the month does not have', text: 'Sun, 31 Apr 1994 08:49:37 GMT' },
    { name: 'day 0', text: 'Sun, 00 Nov 1994 08:49:37 GMT' },
    { name: 'hour 24', text: 'Sun, 06 Nov 1994 24:00:00 GMT' },
    { name: 'one digit for the day', text: 'Sun, 6 Nov 1994 08:49:37 GMT' },
    { name: 'lower case', text: 'sun, 06 nov 1994 08:49:37 gmt' },
    { name: 'something after it', text: 'Sun, 06 Nov 1994 08:49:37 GMT ' },
  ])('takes nothing else: $name', ({ text }) => {
    expect(parseHttpDate(text, nowMs)).toBeNull();
  });
});
