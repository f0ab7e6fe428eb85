import type { Candidate, CreatePolicy, Excluded, Policy } from './policy.ts';
import { Ring } from './ring.ts';
import { SmoothWeights } from './smooth-weights.ts';

/**
 * Weighted round robin that is smooth: over each full cycle every endpoint gets exactly its weight, and the picks of a
 * heavy one are spread over the cycle. Weights 5, 1, 1 give `a b a a a c a`, never five in a row.
 *
 * Endpoints of equal weight form a ring that takes turns, and nginx's smooth weighted round robin chooses between the
 * rings, each weighing as much as its members together. nginx does this over endpoints in O(n); here a pick is
 * O(number of different weights), which is O(1) where no weights are set.
 *
 * Excluded members are passed over in their ring, and a ring weighs what is left of it, so the others keep exactly their
 * proportions and no one stands in for a dead neighbour. With exclusions a pick is O(n).
 *
 * Each ring starts at a random member. Otherwise every worker and replica would send its first requests after each
 * start to the same endpoint.
 */
export const createRoundRobin: CreatePolicy = (candidates, random) => new RoundRobin(candidates, random);

class RoundRobin implements Policy {
  readonly #rings: readonly Ring[];
  /** Of one member of each ring. */
  readonly #unitWeights: Float64Array;
  /** Of each ring with all its members. */
  readonly #fullWeights: Float64Array;
  readonly #smooth: SmoothWeights;

  constructor(candidates: readonly Candidate[], random: () => number) {
    const byWeight = Map.groupBy(candidates.keys(), (index) => candidates[index]?.weight ?? 0);
    this.#rings = [...byWeight.values()].map(
      (members) => new Ring(members, Math.floor(random() * members.length)),
    );
    this.#unitWeights = Float64Array.from(byWeight.keys());
    this.#fullWeights = this.#weigh(null);
    this.#smooth = new SmoothWeights(this.#rings.length);
  }

  pick(excluded: Excluded | null): number {
    // With one ring there is nothing to weigh.
    const index =
      this.#rings.length === 1
        ? 0
        : this.#smooth.pick(excluded === null ? this.#fullWeights : this.#weigh(excluded));
    return this.#rings[index]?.turn(excluded) ?? -1;
  }

  #weigh(excluded: Excluded | null): Float64Array {
    return this.#unitWeights.map((weight, index) => weight * (this.#rings[index]?.size(excluded) ?? 0));
  }
}
