import { describe, expect, test } from 'vitest';
import { median, percentile } from './statistics.ts';

describe('median', () => {
  test.each([
    { name: 'the middle of an odd number', values: [9, 1, 5], expected: 5 },
    { name: 'the mean of the middle two of an even number', values: [4, 1, 3, 2], expected: 2.5 },
    { name: 'the only one', values: [7], expected: 7 },
    { name: 'nothing', values: [], expected: Number.NaN },
  ])('is $name', ({ values, expected }) => {
    expect(median(values)).toBe(expected);
  });

  test('leaves its input in order', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);

  test.each([
    { percent: 50, expected: 50 },
    { percent: 99, expected: 99 },
    { percent: 100, expected: 100 },
    { percent: 0, expected: 1 },
  ])('of 1 to 100 at $percent % is $expected', ({ percent, expected }) => {
    expect(percentile(hundred, percent)).toBe(expected);
  });

  test('of nothing is not a number', () => {
    expect(percentile([], 50)).toBeNaN();
  });
});
