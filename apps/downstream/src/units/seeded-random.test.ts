import { expect, test } from 'vitest';
import { seededRandom } from './seeded-random.ts';

test('draws the same numbers for the same seed, and others for another', () => {
  const draw = (seed: number): number[] => Array.from({ length: 5 }, seededRandom(seed));
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test('draws evenly from [0, 1)', () => {
  const draws = Array.from({ length: 10_000 }, seededRandom(1));
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...draws)).toBeLessThan(1);
  expect(mean).toBeCloseTo(0.5, 1);
});
