import { expect, it } from 'vitest';
import { describeValue } from './describe-value.ts';

it.each([
  ['nothing', undefined, 'nothing'],
  ['an empty value', null, 'nothing'],
  ['a string', 'a "b"', '"a \\"b\\""'],
  ['a string of two lines', 'a\nb', '"a\\nb"'],
  ['a long string', 'x'.repeat(100), `"${'x'.repeat(60)}..."`],
  ['a number', 0, '0'],
  ['a boolean', false, 'false'],
  ['a list', [1], 'a list'],
  ['a list of nothing', [], 'an empty list'],
  ['a map', { secret: 'x' }, 'a map'],
  ['a function', () => 1, 'a function'],
  ['a bigint', 1n, 'a bigint'],
])('shows %s', (_name, value, shown) => {
  expect(describeValue(value)).toBe(shown);
});
