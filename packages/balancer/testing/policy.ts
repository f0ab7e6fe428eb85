import { seededRandom } from '@hostler/test-kit';
import type { Candidate, CreatePolicy, Excluded, Policy } from '../src/policies/policy.ts';

/** A candidate whose state the test sets. */
export interface TestCandidate extends Candidate {
  inFlight: number;
  latencyMs: number | null;
}

/** Idle candidates with these weights and no measurements, named `0:1`, `1:1`, ... */
export function candidatesOf(weights: readonly number[]): TestCandidate[] {
  return weights.map((weight, index) => ({
    name: `${index}:1`,
    weight,
    inFlight: 0,
    latencyMs: null,
    latencyAt() {
      return this.latencyMs;
    },
  }));
}

/** A policy over these candidates. */
export function policyOver(create: CreatePolicy, candidates: readonly Candidate[], seed = 1): Policy {
  return create(candidates, seededRandom(seed), {
    get inFlight() {
      return sum(candidates.map((candidate) => candidate.inFlight));
    },
  });
}

/** A policy over idle candidates with these weights. */
export function policyOf(create: CreatePolicy, weights: readonly number[], seed = 1): Policy {
  return policyOver(create, candidatesOf(weights), seed);
}

/** All but these may be picked. */
export function except(...indexes: readonly number[]): Excluded {
  return { has: (index) => indexes.includes(index), indexes: () => [...new Set(indexes)] };
}

/** One pick of a request without a key. */
export function pick(policy: Policy, excluded: Excluded | null = null): number {
  return policy.pick(excluded, null, 0);
}

/** The indexes of so many picks. */
export function picks(policy: Policy, rounds: number, excluded: Excluded | null = null): number[] {
  return Array.from({ length: rounds }, () => pick(policy, excluded));
}

/** The indexes that these keys go to. */
export function picksFor(
  policy: Policy,
  hashes: readonly number[],
  excluded: Excluded | null = null,
): number[] {
  return hashes.map((hash) => policy.pick(excluded, hash, 0));
}

/** How often each index from 0 to `size` - 1 is in the list. */
export function tally(indexes: readonly number[], size: number): number[] {
  const counts = new Array<number>(size).fill(0);
  for (const index of indexes) counts[index] = (counts[index] ?? 0) + 1;
  return counts;
}

/**
 * Pearson's chi-square statistic of counts that are expected in proportion to weights; one of weight 0 must not occur.
 * @see quantile
 */
export function chiSquare(counts: readonly number[], weights: readonly number[]): number {
  const total = sum(counts);
  const unit = total / sum(weights);
  return sum(
    counts.map((count, index) => {
      const expected = unit * (weights[index] ?? 0);
      return expected === 0 ? count * Infinity || 0 : (count - expected) ** 2 / expected;
    }),
  );
}

/**
 * What a chi-square statistic of `classes` classes stays under in 9,999 of 10,000 runs of something that is fair
 * (Wilson and Hilferty's approximation). Randomness is seeded, so a test that passes once always passes.
 */
export function quantile(classes: number): number {
  const freedom = classes - 1;
  const spread = 2 / (9 * freedom);
  return freedom * (1 - spread + 3.719 * Math.sqrt(spread)) ** 3;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
