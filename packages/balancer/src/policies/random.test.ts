import { describe, expect, it } from 'vitest';
import { chiSquare, picks, policyOf, quantile, tally } from '../../testing/policy.ts';
import { createRandom } from './random.ts';

describe('random', () => {
  it('shares the picks out by weight', () => {
    const weights = [5, 1, 1, 3];
    const counts = tally(picks(policyOf(createRandom, weights), 100_000), 4);
    expect(chiSquare(counts, weights)).toBeLessThan(quantile(4));
  });

  it('takes no account of the pick before: all pairs are equally likely', () => {
    const sequence = picks(policyOf(createRandom, [1, 1, 1, 1]), 160_001);
    const pairs = sequence.slice(1).map((index, before) => (sequence[before] ?? 0) * 4 + index);
    expect(chiSquare(tally(pairs, 16), new Array<number>(16).fill(1))).toBeLessThan(quantile(16));
  });
});
