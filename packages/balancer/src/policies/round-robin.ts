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
 * proportions and no one stands in for a dead neighbour: O(excluded) more a pick.
 *
 * Each ring starts at a random member. Otherwise every worker and replica would send its first requests after each
 * start to the same endpoint.
 */
export const createRoundRobin: CreatePolicy = (candidates, random) => new RoundRobin(candidates, random);

class RoundRobin implements Policy {
  readonly #rings: readonly Ring[];
  /** Of each candidate the ring that it is in. */
  readonly #ringOf: Uint32Array;
  /** How many members each ring has. */
  readonly #sizes: Uint32Array;
  /** Of one member of each ring. */
  readonly #unitWeights: Float64Array;
  /** Of each ring with all its members. */
  readonly #fullWeights: Float64Array;
  readonly #totalWeight: number;
  readonly #smooth: SmoothWeights;

  constructor(candidates: readonly Candidate[], random: () => number) {
    const byWeight = Map.groupBy(candidates.keys(), (index) => candidates[index]?.weight ?? 0);
    const rings = [...byWeight.values()];
    this.#rings = rings.map((members) => new Ring(members, Math.floor(random() * members.length)));
    this.#ringOf = new Uint32Array(candidates.length);
    for (const [ring, members] of rings.entries()) {
      for (const member of members) this.#ringOf[member] = ring;
    }
    this.#sizes = Uint32Array.from(rings, (members) => members.length);
    this.#unitWeights = Float64Array.from(byWeight.keys());
    this.#fullWeights = this.#unitWeights.map((weight, ring) => weight * (this.#sizes[ring] ?? 0));
    this.#totalWeight = this.#fullWeights.reduce((sum, weight) => sum + weight, 0);
    this.#smooth = new SmoothWeights(rings.length);
  }

  pick(excluded: Excluded | null): number {
    // With one ring there is nothing to weigh.
    const ring = this.#rings.length === 1 ? 0 : this.#pickRing(excluded);
    return this.#rings[ring]?.turn(excluded) ?? -1;
  }

  #pickRing(excluded: Excluded | null): number {
    if (excluded === null) return this.#smooth.pick(this.#fullWeights, this.#totalWeight);
    const weights = this.#fullWeights.slice();
    const sizes = this.#sizes.slice();
    let total = this.#totalWeight;
    for (const index of excluded.indexes()) {
      const ring = this.#ringOf[index] ?? 0;
      const unit = this.#unitWeights[ring] ?? 0;
      const size = (sizes[ring] ?? 0) - 1;
      sizes[ring] = size;
      // By its size, not less and less: of fractions a rest would be left of a ring of which nobody is.
      weights[ring] = size * unit;
      total -= unit;
    }
    return this.#smooth.pick(weights, total);
  }
}
