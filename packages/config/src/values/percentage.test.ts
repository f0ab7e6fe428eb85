import { expect, it } from 'vitest';
import { percentage, positivePercentage, positivePercentageOrOff } from './percentage.ts';

it.each([
  [20, 20],
  ['20%', 20],
  ['20', 20],
  ['0.5%', 0.5],
  [0, 0],
  ['100%', 100],
])('reads %j as %d', (value, percent) => {
  expect(percentage.parse(value)).toEqual({ ok: true, value: percent });
});

it.each([101, -1, '101%', '20 %', '%', 'a fifth', Number.NaN, true, null, undefined])(
  'refuses %j',
  (value) => {
    expect(percentage.parse(value)).toEqual({ ok: false, fix: 'use a number from 0 to 100, such as 20%' });
  },
);

it('takes at least 1 where 0 would always be reached', () => {
  expect(positivePercentage.expected).toBe('a percentage from 1 to 100');
  expect(positivePercentage.parse('1%')).toEqual({ ok: true, value: 1 });
  expect(positivePercentage.parse(0)).toEqual({ ok: false, fix: 'use a number from 1 to 100, such as 20%' });
});

it('takes off where there may be no threshold, and says so to 0', () => {
  expect(positivePercentageOrOff.parse('off')).toEqual({ ok: true, value: null });
  expect(positivePercentageOrOff.parse('30%')).toEqual({ ok: true, value: 30 });
  expect(positivePercentageOrOff.parse('0%')).toEqual({ ok: false, fix: 'write off to have no threshold' });
  expect(positivePercentageOrOff.parse('none').ok).toBe(false);
});
