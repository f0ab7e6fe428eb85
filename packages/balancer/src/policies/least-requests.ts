import type { Candidate, CreatePolicy, Excluded, Policy } from './policy.ts';
import { WeightedSampler } from './weighted-sampler.ts';

/**
 * Least requests by the power of two choices (Mitzenmacher, 2001): of two random endpoints, the one with fewer
 * requests in flight for its weight; on a tie the first drawn, so that an idle service is shared out by weight.
 *
 * Two choices bring nearly all of what looking at every endpoint would, without sending every request of a moment, and
 * those of every other proxy, to the one that looks idlest. O(log n) a pick.
 *
 * With equal weights the two are different endpoints, so that of two the less loaded one always wins. With unequal ones
 * they are drawn by weight and may be the same, as in HAProxy's `random(2)`: were they always different, a canary of
 * weight 1 beside one of weight 100 would win whenever it is idle, and get the traffic of an equal.
 */
export const createLeastRequests: CreatePolicy = (candidates, random) =>
  new LeastRequests(candidates, random);

class LeastRequests implements Policy {
  readonly #candidates: readonly Candidate[];
  readonly #sampler: WeightedSampler;
  readonly #equalWeights: boolean;

  constructor(candidates: readonly Candidate[], random: () => number) {
    this.#candidates = candidates;
    this.#sampler = new WeightedSampler(candidates, random);
    this.#equalWeights = candidates.every((candidate) => candidate.weight === candidates[0]?.weight);
  }

  pick(excluded: Excluded | null): number {
    const first = this.#sampler.draw(excluded);
    if (first === -1) return -1;
    const second = this.#sampler.draw(this.#equalWeights ? orIndex(excluded, first) : excluded);
    return this.#load(second) < this.#load(first) ? second : first;
  }

  /** Requests in flight for each unit of weight; nothing beats an index of -1 in being no choice at all. */
  #load(index: number): number {
    const candidate = this.#candidates[index];
    return candidate === undefined ? Infinity : candidate.inFlight / candidate.weight;
  }
}

function orIndex(excluded: Excluded | null, also: number): Excluded {
  return excluded === null ? (index) => index === also : (index) => index === also || excluded(index);
}
