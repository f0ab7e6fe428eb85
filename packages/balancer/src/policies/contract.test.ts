import { seededRandom } from '@hostler/test-kit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidatesOf, except, policyOver, sum } from '../../testing/policy.ts';
import type { TestCandidate } from '../../testing/policy.ts';
import { policies } from './policies.ts';
import type { Policy } from './policy.ts';

const names = ['random', 'round-robin', 'least-requests', 'peak-ewma', 'consistent-hash'] as const;

const anyCandidates = fc
  .array(
    fc.record({
      weight: fc.integer({ min: 1, max: 9 }),
      inFlight: fc.nat(20),
      latencyMs: fc.option(fc.double({ min: 0, max: 1_000, noNaN: true })),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((states) => {
    const candidates = candidatesOf(states.map(({ weight }) => weight));
    return candidates.map((candidate, index) => Object.assign(candidate, states[index]));
  });

const anyWeights = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 6 });
const anyHash = fc.option(fc.nat(2 ** 32 - 1));
const anyExcluded = fc.uniqueArray(fc.nat(11));

const REQUESTS = 3_000;

/** So many requests with unlike keys, each of which ends after so many more; what each candidate got. */
function serve(
  policy: Policy,
  candidates: readonly TestCandidate[],
  requests: number,
  lasting: number,
): number[] {
  const random = seededRandom(77);
  const counts = new Array<number>(candidates.length).fill(0);
  const open: TestCandidate[] = [];
  for (let request = 0; request < requests; request++) {
    const index = policy.pick(null, Math.floor(random() * 2 ** 32), 0);
    const candidate = candidates[index];
    if (candidate === undefined) throw new Error('nothing was picked');
    counts[index] = (counts[index] ?? 0) + 1;
    candidate.inFlight += 1;
    candidate.latencyMs = 10;
    open.push(candidate);
    const ended = open.length > lasting ? open.shift() : undefined;
    if (ended !== undefined) ended.inFlight -= 1;
  }
  return counts;
}

describe.each(names)('the policy %s', (name) => {
  it('picks what may be picked, and nothing when there is nothing', () => {
    fc.assert(
      fc.property(
        anyCandidates,
        anyExcluded,
        fc.array(anyHash, { minLength: 1, maxLength: 20 }),
        fc.integer(),
        (candidates, excludedIndexes, hashes, seed) => {
          const policy = policyOver(policies[name], candidates, seed);
          const gone = excludedIndexes.filter((index) => index < candidates.length);
          const left = [...candidates.keys()].filter((index) => !gone.includes(index));
          for (const hash of hashes) {
            const index = policy.pick(gone.length === 0 ? null : except(...gone), hash, 0);
            expect(left.length === 0 ? [-1] : left).toContain(index);
          }
        },
      ),
    );
  });

  it('shares requests that come one by one out by weight', () => {
    fc.assert(
      fc.property(anyWeights, fc.integer(), (weights, seed) => {
        const candidates = candidatesOf(weights);
        const counts = serve(policyOver(policies[name], candidates, seed), candidates, REQUESTS, 0);
        for (const [index, weight] of weights.entries()) {
          const share = weight / sum(weights);
          const chance = 6 * Math.sqrt(REQUESTS * share * (1 - share));
          expect(Math.abs((counts[index] ?? 0) - REQUESTS * share)).toBeLessThan(
            chance + 0.05 * REQUESTS * share,
          );
        }
      }),
      { numRuns: 20 },
    );
  });

  it('gives none more than two draws by weight could, nor less, however requests overlap', () => {
    fc.assert(
      fc.property(anyWeights, fc.integer({ min: 1, max: 30 }), fc.integer(), (weights, lasting, seed) => {
        const candidates = candidatesOf(weights);
        const counts = serve(policyOver(policies[name], candidates, seed), candidates, REQUESTS, lasting);
        for (const [index, weight] of weights.entries()) {
          const share = weight / sum(weights);
          const chance = 0.05 * REQUESTS;
          expect(counts[index]).toBeGreaterThan(REQUESTS * share ** 2 - chance);
          expect(counts[index]).toBeLessThan(REQUESTS * (1 - (1 - share) ** 2) + chance);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('serves one endpoint alone', () => {
    const candidates = candidatesOf([3]);
    expect(serve(policyOver(policies[name], candidates), candidates, 100, 10)).toEqual([100]);
  });
});
