import { seededRandom } from '@hostler/test-kit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  candidatesOf,
  chiSquare,
  except,
  picks,
  picksFor,
  policyOf,
  policyOver,
  quantile,
  sum,
  tally,
} from '../../testing/policy.ts';
import { createConsistentHash } from './consistent-hash.ts';

const random = seededRandom(3);
const keys = Array.from({ length: 20_000 }, () => Math.floor(random() * 2 ** 32));
const anyWeights = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 20 });

/** Which candidates the keys go to, by name. */
function owners(names: readonly string[], weights: readonly number[] = names.map(() => 1)): string[] {
  const candidates = candidatesOf(weights).map((candidate, index) => ({
    ...candidate,
    name: names[index] ?? '',
  }));
  return picksFor(policyOver(createConsistentHash, candidates), keys).map((index) => names[index] ?? '');
}

const namesOf = (count: number) => Array.from({ length: count }, (_, index) => `10.0.0.${index}:9090`);

describe('consistent hashing', () => {
  it.each([
    { name: 'the few', weights: [1, 1, 1] },
    { name: 'the weights', weights: [5, 1, 3, 1] },
    { name: 'many weights', weights: Array.from({ length: 30 }, (_, index) => 1 + (index % 7)) },
  ])('shares the keys out over $name', ({ weights }) => {
    const counts = tally(picksFor(policyOf(createConsistentHash, weights), keys), weights.length);
    expect(chiSquare(counts, weights)).toBeLessThan(2 * quantile(weights.length));
  });

  it('sends a key to the same endpoint whatever the randomness, before and after', () => {
    const picked = (seed: number) => {
      const policy = policyOf(createConsistentHash, [1, 2, 3, 1, 1, 1, 1, 1, 1, 1], seed);
      return [picksFor(policy, keys), picksFor(policy, keys)];
    };
    const [once, again] = picked(1);
    expect(again).toEqual(once);
    expect(picked(2)).toEqual([once, once]);
  });

  it.each([4, 40])('asks for no order of the list of %d endpoints', (count) => {
    const names = namesOf(count);
    expect(owners(names.toReversed())).toEqual(owners(names));
  });

  it.each([4, 40])('moves no key but those of the one of %d that goes', (count) => {
    const names = namesOf(count);
    const before = owners(names);
    const after = owners(names.slice(1));
    const moved = before.filter((owner, index) => owner !== after[index]);
    expect(new Set(moved)).toEqual(new Set(names.slice(0, 1)));
    expect(moved.length / keys.length).toBeGreaterThan(0.8 / count);
    expect(moved.length / keys.length).toBeLessThan(1.2 / count);
  });

  it('moves keys only to the one whose weight rises', () => {
    const names = namesOf(6);
    const before = owners(names);
    const after = owners(names, [1, 1, 3, 1, 1, 1]);
    expect(new Set(after.filter((owner, index) => owner !== before[index]))).toEqual(new Set([names[2]]));
  });

  it('moves no key but those of the excluded, and those as if they were gone', () => {
    fc.assert(
      fc.property(anyWeights, fc.nat(19), (weights, nat) => {
        const gone = nat % weights.length;
        const policy = policyOf(createConsistentHash, weights);
        const some = keys.slice(0, 200);
        const before = picksFor(policy, some);
        const without = picksFor(policy, some, except(gone));
        const candidates = candidatesOf(weights).filter((_, index) => index !== gone);
        const removed = picksFor(policyOver(createConsistentHash, candidates), some);
        expect(without.filter((_, key) => before[key] !== gone)).toEqual(
          before.filter((index) => index !== gone),
        );
        expect(removed.map((index) => candidates[index]?.name)).toEqual(without.map((index) => `${index}:1`));
      }),
      { numRuns: 30 },
    );
  });

  it('shares the keys of the excluded out over all others by weight', () => {
    const policy = policyOf(createConsistentHash, [4, 3, 2, 1]);
    const lost = keys.filter((key) => policy.pick(null, key, 0) === 0);
    const counts = tally(picksFor(policy, lost, except(0)), 4);
    expect(chiSquare(counts, [0, 3, 2, 1])).toBeLessThan(2 * quantile(3));
  });

  it('gives no endpoint more than 1.25 times its share of what is in flight, were it all one key', () => {
    fc.assert(
      fc.property(anyWeights, fc.nat(), fc.integer({ min: 1, max: 200 }), (weights, key, requests) => {
        const candidates = candidatesOf(weights);
        const policy = policyOver(createConsistentHash, candidates);
        for (let request = 1; request <= requests; request++) {
          const candidate = candidates[policy.pick(null, key, 0)];
          if (candidate === undefined) throw new Error('nothing was picked');
          candidate.inFlight += 1;
          expect(candidate.inFlight).toBeLessThanOrEqual(
            Math.ceil((1.25 * request * candidate.weight) / sum(weights)),
          );
        }
      }),
      { numRuns: 50 },
    );
  });

  it('counts the share of those that are left when others are excluded', () => {
    const candidates = candidatesOf([1, 1, 1, 1]);
    const policy = policyOver(createConsistentHash, candidates);
    for (let request = 0; request < 100; request++) {
      const candidate = candidates[policy.pick(except(0, 1), 7, 0)];
      if (candidate !== undefined) candidate.inFlight += 1;
    }
    const loads = candidates.map(({ inFlight }) => inFlight);
    expect(loads.slice(0, 2)).toEqual([0, 0]);
    expect(loads.slice(2).toSorted((a, b) => a - b)).toEqual([37, 63]);
  });

  it('goes back to the own endpoint of a key as soon as that has room', () => {
    const candidates = candidatesOf([1, 1, 1]);
    const policy = policyOver(createConsistentHash, candidates);
    const own = policy.pick(null, 42, 0);
    const candidate = candidates[own];
    if (candidate === undefined) throw new Error('nothing was picked');
    candidate.inFlight = 5;
    expect(policy.pick(null, 42, 0)).not.toBe(own);
    candidate.inFlight = 0;
    expect(policy.pick(null, 42, 0)).toBe(own);
  });

  it('is random by weight for requests without a key', () => {
    const counts = tally(picks(policyOf(createConsistentHash, [3, 1]), 10_000), 2);
    expect(chiSquare(counts, [3, 1])).toBeLessThan(quantile(2));
  });

  it('has nobody to pick when all are excluded or there is none', () => {
    expect(policyOf(createConsistentHash, [1, 1]).pick(except(0, 1), 5, 0)).toBe(-1);
    expect(policyOf(createConsistentHash, []).pick(null, 5, 0)).toBe(-1);
    const many = new Array<number>(20).fill(1);
    expect(policyOf(createConsistentHash, many).pick(except(...many.keys()), 5, 0)).toBe(-1);
  });
});
