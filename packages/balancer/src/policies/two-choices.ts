import type { Candidate, Excluded, Policy } from './policy.ts';
import { WeightedSampler } from './weighted-sampler.ts';

/** What a request to a candidate costs at this moment: the smaller the better, only compared. */
export type CostOf = (candidate: Candidate, nowMs: number) => number;

/**
 * The power of two choices (Mitzenmacher, 2001): of two random endpoints the one of less cost; on a tie the first
 * drawn, so that an idle service is shared out by weight.
 *
 * Two choices bring nearly all of what looking at every endpoint would, without sending every request of a moment, and
 * those of every other proxy, to the one that looks best. O(log n) a pick, O(1) where all weights are equal.
 *
 * With equal weights the two are different endpoints, so that of two the better one always wins. With unequal ones they
 * are drawn by weight and may be the same, as in HAProxy's `random(2)`: were they always different, a canary of weight
 * 1 beside one of weight 100 would win whenever it is idle, and get the traffic of an equal.
 */
export class TwoChoices implements Policy {
  readonly #candidates: readonly Candidate[];
  readonly #sampler: WeightedSampler;
  readonly #costOf: CostOf;

  constructor(candidates: readonly Candidate[], random: () => number, costOf: CostOf) {
    this.#candidates = candidates;
    this.#sampler = new WeightedSampler(candidates, random);
    this.#costOf = costOf;
  }

  pick(excluded: Excluded | null, _hash: number | null, nowMs: number): number {
    const first = this.#sampler.draw(excluded);
    if (first === -1) return -1;
    const second = this.#sampler.draw(excluded, this.#sampler.isEven ? first : -1);
    return this.#cost(second, nowMs) < this.#cost(first, nowMs) ? second : first;
  }

  /** Nothing beats an index of -1 in being no choice at all. */
  #cost(index: number, nowMs: number): number {
    const candidate = this.#candidates[index];
    return candidate === undefined ? Infinity : this.#costOf(candidate, nowMs);
  }
}
