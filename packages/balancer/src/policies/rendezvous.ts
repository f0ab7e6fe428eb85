import { fmix, hashName } from './fmix.ts';
import type { Candidate } from './policy.ts';

/** Scores are below this. */
const SCORES = 2 ** 32;

/**
 * Rendezvous hashing (Thaler and Ravishankar, 1996), also known as highest random weight: each candidate draws a number
 * for each key, and the best one wins the key. When a candidate goes, its keys spread over all others by weight and no
 * other key moves; when one comes, it takes its share and no key moves between the others.
 *
 * The numbers come from names and keys alone: nothing depends on the order of the list, on time or on chance. A key is a
 * race of exponential clocks, which the candidate with the weight w wins in w of all cases. O(n).
 */
export class Rendezvous {
  /** Of the candidates in the order of their names, so that the order of the list decides no draw either. */
  readonly #indexes: Uint32Array;
  readonly #seeds: Int32Array;
  readonly #meanTimes: Float64Array;

  constructor(candidates: readonly Candidate[]) {
    const ordered = [...candidates.entries()].toSorted(([, a], [, b]) => (a.name < b.name ? -1 : 1));
    this.#indexes = Uint32Array.from(ordered, ([index]) => index);
    this.#seeds = Int32Array.from(ordered, ([, { name }]) => hashName(name));
    this.#meanTimes = Float64Array.from(ordered, ([, { weight }]) => 1 / weight);
  }

  /**
   * @param key uint32, well mixed
   * @param allows which candidates count; it is asked of few of them. `null` for all
   * @returns the index of the one that the key belongs to; -1 when there is none
   */
  best(key: number, allows: ((index: number) => boolean) | null): number {
    let best = -1;
    let leastTime = Infinity;
    for (let place = 0; place < this.#seeds.length; place++) {
      const score = (fmix(key ^ (this.#seeds[place] ?? 0)) >>> 0) + 0.5;
      const meanTime = this.#meanTimes[place] ?? 0;
      // No logarithm for those that cannot win: -ln x is at least 1 - x. Saves four fifths of the time.
      if ((1 - score / SCORES) * meanTime >= leastTime) continue;
      const time = -Math.log(score / SCORES) * meanTime;
      if (time >= leastTime) continue;
      const index = this.#indexes[place] ?? -1;
      if (allows !== null && !allows(index)) continue;
      best = index;
      leastTime = time;
    }
    return best;
  }
}
