import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidatesOf, except, pick, picks, policyOf, sum, tally } from '../../testing/policy.ts';
import type { Policy } from './policy.ts';
import { createRoundRobin } from './round-robin.ts';

/** Some equal weights among the unequal ones, so that rings have several members. */
const anyWeights = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 10 });

/** Where each ring begins with its first member. */
function fromStart(weights: readonly number[]): Policy {
  return createRoundRobin(candidatesOf(weights), () => 0, { inFlight: 0 });
}

describe('round robin', () => {
  it('takes turns in the order of the list', () => {
    const policy = fromStart([1, 1, 1]);
    expect(picks(policy, 7)).toEqual([0, 1, 2, 0, 1, 2, 0]);
  });

  it('starts anywhere', () => {
    const starts = Array.from({ length: 50 }, (_, seed) => pick(policyOf(createRoundRobin, [1, 1, 1], seed)));
    expect(new Set(starts)).toEqual(new Set([0, 1, 2]));
  });

  it('spreads the picks of a heavy one over the cycle', () => {
    const policy = fromStart([5, 1, 1]);
    expect(picks(policy, 14)).toEqual([0, 1, 0, 0, 0, 2, 0, 0, 1, 0, 0, 0, 2, 0]);
  });

  it('gives each exactly its weight in any stretch as long as a cycle', () => {
    fc.assert(
      fc.property(anyWeights, fc.nat(100), fc.integer(), (weights, start, seed) => {
        const policy = policyOf(createRoundRobin, weights, seed);
        picks(policy, start);
        expect(tally(picks(policy, sum(weights)), weights.length)).toEqual(weights);
      }),
    );
  });

  it('is never bursty: none is ever more than a few picks ahead of or behind its share', () => {
    fc.assert(
      fc.property(anyWeights, fc.integer(), (weights, seed) => {
        const policy = policyOf(createRoundRobin, weights, seed);
        const counts = new Array<number>(weights.length).fill(0);
        for (let round = 1; round <= sum(weights); round++) {
          const index = pick(policy);
          counts[index] = (counts[index] ?? 0) + 1;
          const offBy = counts.map((count, at) =>
            Math.abs(count - (round * (weights[at] ?? 0)) / sum(weights)),
          );
          expect(Math.max(...offBy)).toBeLessThan(3);
        }
      }),
    );
  });

  it('picks none twice in a row that has at most half of the weight, once it is under way', () => {
    const policy = policyOf(createRoundRobin, [4, 2, 2]);
    const sequence = picks(policy, 64);
    expect(sequence.filter((index, round) => index === sequence[round - 1])).toEqual([]);
  });

  it('keeps the others exactly in proportion when some are excluded', () => {
    fc.assert(
      fc.property(
        anyWeights,
        fc.array(fc.nat(9), { maxLength: 9 }),
        fc.integer(),
        (weights, excluded, seed) => {
          const left = weights.map((weight, index) => (excluded.includes(index) ? 0 : weight));
          fc.pre(sum(left) > 0);
          const policy = policyOf(createRoundRobin, weights, seed);
          const gone = except(...excluded.filter((index) => index < weights.length));
          expect(tally(picks(policy, sum(left), gone), weights.length)).toEqual(left);
        },
      ),
    );
  });

  it('gives the turn of a dead one to nobody in particular', () => {
    const policy = fromStart([1, 1, 1, 1]);
    expect(picks(policy, 6, except(1))).toEqual([0, 2, 3, 0, 2, 3]);
  });

  it('gives the one after a failing one no more than the others, retries included', () => {
    const policy = policyOf(createRoundRobin, [1, 1, 1, 1]);
    const picked: number[] = [];
    for (let request = 0; request < 300; request++) {
      const index = pick(policy);
      picked.push(index);
      if (index === 0) picked.push(pick(policy, except(0)));
    }
    expect(tally(picked, 4)).toEqual([100, 100, 100, 100]);
  });

  it('comes back to exact cycles after exclusions came and went', () => {
    fc.assert(
      fc.property(anyWeights, fc.array(fc.tuple(fc.nat(9), fc.nat(20))), (weights, spells) => {
        const policy = policyOf(createRoundRobin, weights);
        for (const [excluded, rounds] of spells) {
          picks(policy, rounds, except(excluded % weights.length));
        }
        const cycles = 20;
        const counts = tally(picks(policy, cycles * sum(weights)), weights.length);
        const offBy = counts.map((count, index) => Math.abs(count - cycles * (weights[index] ?? 0)));
        expect(Math.max(...offBy)).toBeLessThanOrEqual(2);
      }),
    );
  });

  it('has nobody to pick when all are excluded or there is none', () => {
    expect(pick(policyOf(createRoundRobin, [1, 1]), except(0, 1))).toBe(-1);
    expect(pick(policyOf(createRoundRobin, [1, 2]), except(0, 1))).toBe(-1);
    expect(pick(policyOf(createRoundRobin, []))).toBe(-1);
  });
});
