import { describe, expect, it } from 'vitest';
import { fairnessOfThree, tally } from './tally.ts';

it('counts each value', () => {
  expect(tally(['b', 'a', 'b'])).toEqual({ a: 1, b: 2 });
});

describe('the fairness of three counts', () => {
  it.each([
    { name: 'equal counts are as fair as can be', counts: [100, 100, 100] as const, probability: 1 },
    // 5.991 is the tabulated 5 % point of chi-square with two degrees of freedom.
    { name: 'the 5 % point of the tables', counts: [329.9775, 300, 270.0225] as const, probability: 0.05 },
  ])('$name', ({ counts, probability }) => {
    expect(fairnessOfThree(counts)).toBeCloseTo(probability, 3);
  });

  it('is next to nothing for a choice that leaves one out', () => {
    expect(fairnessOfThree([150, 150, 0])).toBeLessThan(1e-30);
  });
});
