import { expect, it } from 'vitest';
import { percentage, percentageOrOff } from './percentage.ts';

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

it('takes off where there may be no share at all', () => {
  expect(percentageOrOff.parse('off')).toEqual({ ok: true, value: null });
  expect(percentageOrOff.parse('30%')).toEqual({ ok: true, value: 30 });
  expect(percentageOrOff.parse('none').ok).toBe(false);
});
