import { describe, expect, it } from 'vitest';
import {
  candidatesOf,
  chiSquare,
  except,
  pick,
  picks,
  policyOf,
  policyOver,
  quantile,
  sum,
  tally,
} from '../../testing/policy.ts';
import { createLeastRequests } from './least-requests.ts';
import { createRandom } from './random.ts';
import type { CreatePolicy } from './policy.ts';

/** A policy over candidates whose load the test sets. */
function loaded(loads: readonly { readonly weight: number; readonly inFlight: number }[]) {
  const candidates = candidatesOf(loads.map(({ weight }) => weight));
  for (const [index, candidate] of candidates.entries()) candidate.inFlight = loads[index]?.inFlight ?? 0;
  return policyOver(createLeastRequests, candidates);
}

/** So many requests that never end: what is in flight on each candidate afterwards. */
function pile(create: CreatePolicy, weights: readonly number[], requests: number): number[] {
  const candidates = candidatesOf(weights);
  const policy = policyOver(create, candidates, 5);
  for (let request = 0; request < requests; request++) {
    const candidate = candidates[pick(policy)];
    if (candidate !== undefined) candidate.inFlight += 1;
  }
  return candidates.map((candidate) => candidate.inFlight);
}

describe('least requests', () => {
  it('of two endpoints always takes the less loaded one', () => {
    const policy = loaded([
      { weight: 1, inFlight: 3 },
      { weight: 1, inFlight: 2 },
    ]);
    expect(new Set(picks(policy, 200))).toEqual(new Set([1]));
  });

  it('never takes the most loaded one of several', () => {
    const policy = loaded([1, 5, 0, 2].map((inFlight) => ({ weight: 1, inFlight })));
    expect([...new Set(picks(policy, 1_000))].toSorted((a, b) => a - b)).toEqual([0, 2, 3]);
  });

  it.each([
    { name: 'equal', weights: [1, 1, 1, 1] },
    { name: 'unequal', weights: [9, 1, 4] },
  ])('shares an idle service out by weight when weights are $name', ({ weights }) => {
    const counts = tally(picks(policyOf(createLeastRequests, weights), 100_000), weights.length);
    expect(chiSquare(counts, weights)).toBeLessThan(quantile(weights.length));
  });

  it('keeps the load of equals far closer together than random does', () => {
    const weights = new Array<number>(100).fill(1);
    const spread = (loads: readonly number[]) => Math.max(...loads) - Math.min(...loads);
    expect(spread(pile(createLeastRequests, weights, 10_000))).toBeLessThanOrEqual(6);
    expect(spread(pile(createRandom, weights, 10_000))).toBeGreaterThan(30);
  });

  it('keeps the load in proportion to the weights', () => {
    const weights = [4, 2, 1, 1];
    const loads = pile(createLeastRequests, weights, 8_000);
    const offBy = loads.map((load, index) => Math.abs(load - 1_000 * (weights[index] ?? 0)));
    expect(Math.max(...offBy)).toBeLessThan(20);
  });

  it('gives a light endpoint at most twice its share, however idle it is', () => {
    const policy = loaded([
      { weight: 99, inFlight: 50 },
      { weight: 1, inFlight: 0 },
    ]);
    const [, light = 0] = tally(picks(policy, 100_000), 2);
    expect(light / 100_000).toBeLessThan(0.022);
    expect(light / 100_000).toBeGreaterThan(0.018);
  });

  it('picks among those that are left, by their load', () => {
    const policy = loaded([0, 4, 1, 0].map((inFlight) => ({ weight: 1, inFlight })));
    expect(new Set(picks(policy, 200, except(0, 3)))).toEqual(new Set([2]));
    expect(new Set(picks(policy, 200, except(0, 2, 3)))).toEqual(new Set([1]));
    expect(pick(policy, except(0, 1, 2, 3))).toBe(-1);
  });

  it('has nobody to pick where there is none', () => {
    expect(pick(policyOf(createLeastRequests, []))).toBe(-1);
    expect(sum(picks(policyOf(createLeastRequests, [3]), 10))).toBe(0);
  });
});
