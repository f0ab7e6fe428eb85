import type { Candidate, Excluded } from './policy.ts';

/** After so many excluded draws in a row, what may be picked is a small part: then the list is walked once. */
const MAX_REJECTIONS = 8;

/**
 * Draws indexes with a probability in proportion to their weights.
 *
 * Inversion: a uniform point on the line of cumulative weights, found by binary search: O(log n) a draw, O(1) where all
 * weights are equal, O(n) to build. Excluded ones are rejected and drawn again, so that their share goes to all others
 * by weight, never to the neighbours of a dead one; when most of the weight is excluded, one exact draw over the rest
 * in O(n).
 */
export class WeightedSampler {
  /** All weights are the same. */
  readonly isEven: boolean;
  readonly #weights: Float64Array;
  readonly #cumulative: Float64Array;
  readonly #total: number;
  readonly #random: () => number;

  constructor(candidates: readonly Candidate[], random: () => number) {
    this.#weights = Float64Array.from(candidates, (candidate) => candidate.weight);
    let total = 0;
    this.#cumulative = this.#weights.map((weight) => (total += weight));
    this.#total = total;
    this.#random = random;
    this.isEven = this.#weights.every((weight) => weight === this.#weights[0]);
  }

  /**
   * @param but one more index that is not to be drawn; -1 for none
   * @returns -1 when there is nothing to draw
   */
  draw(excluded: Excluded | null, but = -1): number {
    if (this.#weights.length === 0) return -1;
    if (excluded === null && but === -1) return this.#drawAny();
    for (let rejections = 0; rejections < MAX_REJECTIONS; rejections++) {
      const index = this.#drawAny();
      if (index !== but && (excluded === null || !excluded.has(index))) return index;
    }
    return this.#drawFromRest(excluded, but);
  }

  #drawAny(): number {
    if (this.isEven) return Math.floor(this.#random() * this.#weights.length);
    const point = this.#random() * this.#total;
    let low = 0;
    // Not past the last one: rounding may put the point on the very end of the line.
    let high = this.#cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#cumulative[middle] ?? Infinity) <= point) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #drawFromRest(excluded: Excluded | null, but: number): number {
    const rest: number[] = [];
    let total = 0;
    for (const [index, weight] of this.#weights.entries()) {
      if (index === but || excluded?.has(index) === true) continue;
      rest.push(index);
      total += weight;
    }
    let point = this.#random() * total;
    for (const index of rest) {
      point -= this.#weights[index] ?? 0;
      if (point < 0) return index;
    }
    return rest.at(-1) ?? -1;
  }
}
