import { seededRandom } from '@hostler/test-kit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidatesOf, chiSquare, except, quantile, tally } from '../../testing/policy.ts';
import type { Excluded } from './policy.ts';
import { WeightedSampler } from './weighted-sampler.ts';

function draws(weights: readonly number[], count: number, excluded: Excluded | null = null): number[] {
  const sampler = new WeightedSampler(candidatesOf(weights), seededRandom(11));
  return Array.from({ length: count }, () => sampler.draw(excluded));
}

describe('a weighted sampler', () => {
  it.each([
    { point: 0, expected: 0 },
    { point: 0.099, expected: 0 },
    { point: 0.1, expected: 1 },
    { point: 0.399, expected: 1 },
    { point: 0.4, expected: 2 },
    { point: 1 - 2 ** -53, expected: 2 },
  ])('with the weights 1, 3, 6 draws $expected for the random number $point', ({ point, expected }) => {
    expect(new WeightedSampler(candidatesOf([1, 3, 6]), () => point).draw(null)).toBe(expected);
  });

  it.each([
    { name: 'equal weights', weights: [1, 1, 1, 1, 1, 1, 1] },
    { name: 'unequal weights', weights: [9, 1, 4, 1, 25] },
    { name: 'weights with a fraction', weights: [0.5, 1.25, 0.1] },
    { name: 'one heavy weight', weights: [1_000, 1, 1] },
  ])('draws in proportion to $name', ({ weights }) => {
    const counts = tally(draws(weights, 200_000), weights.length);
    expect(chiSquare(counts, weights)).toBeLessThan(quantile(weights.length));
  });

  it.each([
    { name: 'one of equals', weights: [1, 1, 1, 1, 1], excluded: [2] },
    { name: 'most of them', weights: [1, 1, 1, 1, 1], excluded: [0, 2, 3] },
    { name: 'nearly all of the weight', weights: [1_000, 3, 1, 1], excluded: [0] },
  ])('gives the share of the excluded to all others by weight: $name', ({ weights, excluded }) => {
    const counts = tally(draws(weights, 100_000, except(...excluded)), weights.length);
    const left = weights.map((weight, index) => (excluded.includes(index) ? 0 : weight));
    expect(chiSquare(counts, left)).toBeLessThan(quantile(weights.length - excluded.length));
  });

  it('leaves one more out, as if it were excluded', () => {
    const sampler = new WeightedSampler(candidatesOf([6, 3, 1]), seededRandom(11));
    const counts = tally(
      Array.from({ length: 100_000 }, () => sampler.draw(null, 0)),
      3,
    );
    expect(chiSquare(counts, [0, 3, 1])).toBeLessThan(quantile(2));
    expect(sampler.draw(except(1, 2), 0)).toBe(-1);
  });

  it('draws nothing where there is nothing to draw', () => {
    expect(draws([], 1)).toEqual([-1]);
    expect(draws([1, 1], 1, except(0, 1))).toEqual([-1]);
  });

  it('draws only what may be drawn, whatever the weights and the randomness', () => {
    const anyWeight = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
    const anyRandom = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyWeight, fc.boolean()), { minLength: 1, maxLength: 20 }),
        fc.array(anyRandom, { minLength: 1, maxLength: 20 }),
        (candidates, randoms) => {
          let draw = 0;
          const sampler = new WeightedSampler(
            candidatesOf(candidates.map(([weight]) => weight)),
            () => randoms[draw++ % randoms.length] ?? 0,
          );
          const open = candidates.flatMap(([, isOpen], index) => (isOpen ? [index] : []));
          const index = sampler.draw(
            except(...[...candidates.keys()].filter((candidate) => !open.includes(candidate))),
          );
          expect(open.length === 0 ? [-1] : open).toContain(index);
        },
      ),
    );
  });
});
