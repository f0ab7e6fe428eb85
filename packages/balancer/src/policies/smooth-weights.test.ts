import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sum, tally } from '../../testing/policy.ts';
import { SmoothWeights } from './smooth-weights.ts';

function sequence(weights: readonly number[], rounds: number): number[] {
  const smooth = new SmoothWeights(weights.length);
  return Array.from({ length: rounds }, () => smooth.pick(Float64Array.from(weights), sum(weights)));
}

describe('smooth weights', () => {
  it("give nginx's own example", () => {
    expect(sequence([5, 1, 1], 7)).toEqual([0, 0, 1, 0, 2, 0, 0]);
  });

  it('pick each exactly its weight in any stretch as long as a cycle', () => {
    const anyWeights = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        anyWeights.filter((weights) => sum(weights) > 0),
        fc.nat(200),
        (weights, start) => {
          const cycle = sum(weights);
          const stretch = sequence(weights, start + cycle).slice(start);
          expect(tally(stretch, weights.length)).toEqual(weights);
        },
      ),
    );
  });

  it('have nobody to pick when all are 0', () => {
    expect(sequence([0, 0], 1)).toEqual([-1]);
    expect(sequence([], 1)).toEqual([-1]);
  });

  it('let one that was away take up where it was', () => {
    const smooth = new SmoothWeights(2);
    const both = Float64Array.of(1, 1);
    const onlyFirst = Float64Array.of(1, 0);
    const picksOf = (weights: Float64Array, rounds: number) =>
      Array.from({ length: rounds }, () => smooth.pick(weights, sum([...weights])));
    expect(picksOf(both, 1)).toEqual([0]);
    expect(picksOf(onlyFirst, 3)).toEqual([0, 0, 0]);
    expect(picksOf(both, 3)).toEqual([1, 0, 1]);
  });
});
