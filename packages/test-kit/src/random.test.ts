import { describe, expect, it } from 'vitest';
import { seededRandom, xoshiro128StarStar } from './random.ts';

function draws(random: () => number, count: number): number[] {
  return Array.from({ length: count }, random);
}

describe('xoshiro128**', () => {
  it("gives the reference implementation's output for the state 1, 2, 3, 4", () => {
    expect(draws(xoshiro128StarStar(1, 2, 3, 4), 10)).toEqual([
      11_520, 0, 5_927_040, 70_819_200, 2_031_721_883, 1_637_235_492, 1_287_239_034, 3_734_860_849,
      3_729_100_597, 4_258_142_804,
    ]);
  });
});

describe('a seeded random source', () => {
  it('repeats itself for the same seed', () => {
    expect(draws(seededRandom(42), 100)).toEqual(draws(seededRandom(42), 100));
  });

  it('differs from the first draw on for neighbouring seeds', () => {
    const firsts = new Set(Array.from({ length: 1_000 }, (_, seed) => seededRandom(seed)()));
    expect(firsts.size).toBe(1_000);
  });

  it('stays in [0, 1) with a mean of one half', () => {
    const numbers = draws(seededRandom(7), 100_000);
    expect(numbers.filter((number) => !(number >= 0 && number < 1))).toEqual([]);
    const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    expect(mean).toBeCloseTo(0.5, 2);
  });

  it('is uniform: 16 equal classes pass a chi-square test', () => {
    const counts = new Array<number>(16).fill(0);
    for (const number of draws(seededRandom(3), 160_000)) {
      const index = Math.floor(number * 16);
      counts[index] = (counts[index] ?? 0) + 1;
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    // 37.70 is the 99.9 % quantile at 15 degrees of freedom.
    expect(chiSquare).toBeLessThan(37.7);
  });
});
