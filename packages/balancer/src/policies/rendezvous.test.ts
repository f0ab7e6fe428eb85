import { describe, expect, it } from 'vitest';
import { candidatesOf, chiSquare, quantile, tally } from '../../testing/policy.ts';
import { fmix } from './fmix.ts';
import { Rendezvous } from './rendezvous.ts';

const keys = Array.from({ length: 50_000 }, (_, key) => fmix(key));

describe('a rendezvous', () => {
  it.each([
    { name: 'equal weights', weights: [1, 1, 1, 1, 1, 1, 1] },
    { name: 'unequal weights', weights: [9, 1, 4, 1, 25] },
    { name: 'weights with a fraction', weights: [0.5, 1.25, 0.1] },
    { name: 'a hundred of them', weights: new Array<number>(100).fill(2) },
  ])('gives each its share of the keys: $name', ({ weights }) => {
    const rendezvous = new Rendezvous(candidatesOf(weights));
    const counts = tally(
      keys.map((key) => rendezvous.best(key, null)),
      weights.length,
    );
    expect(chiSquare(counts, weights)).toBeLessThan(quantile(weights.length));
  });

  it('gives each key to the best of those that are allowed', () => {
    const rendezvous = new Rendezvous(candidatesOf([1, 2, 3]));
    for (const key of keys.slice(0, 100)) {
      const first = rendezvous.best(key, null);
      const second = rendezvous.best(key, (index) => index !== first);
      expect(new Set([0, 1, 2])).toContain(second);
      expect(second).not.toBe(first);
      expect(rendezvous.best(key, (index) => index === second)).toBe(second);
      expect(rendezvous.best(key, () => false)).toBe(-1);
    }
  });

  it('depends on names and weights alone', () => {
    const candidates = candidatesOf([1, 2, 3, 4]);
    const one = new Rendezvous(candidates);
    const other = new Rendezvous(candidates.toReversed());
    for (const key of keys.slice(0, 1_000)) expect(other.best(key, null)).toBe(3 - one.best(key, null));
  });
});
