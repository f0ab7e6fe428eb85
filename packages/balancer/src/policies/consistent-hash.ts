import { fmix } from './fmix.ts';
import type { Candidate, CreatePolicy, Excluded, Load, Policy } from './policy.ts';
import { Rendezvous } from './rendezvous.ts';
import { WeightedSampler } from './weighted-sampler.ts';

/** An endpoint takes at most so many times its share of what is in flight. */
const LOAD_FACTOR = 1.25;

/** Keys are told apart by this many of their bits: 65,536 slots, however many endpoints there are. */
const SLOT_BITS = 16;

/** Up to so many candidates their draws are computed for each pick, which is as fast as to remember them. */
const FEW_CANDIDATES = 8;

/** So many of the first candidates of a slot are remembered: the winner, and who takes what is too much for it. */
const PLACES = 4;

/**
 * Consistent hashing with bounded loads: the requests of one key go to one endpoint, on every worker and replica the
 * same, as long as it has not more than 1.25 times its share of the requests in flight; what is too much for it goes
 * where its key would belong without it.
 *
 * Rendezvous hashing decides whose key it is. Maglev is its rival: it looks up a table instead of computing scores. But
 * its table moves some keys that nobody lost with each change, all of them when it has to grow with the service, and
 * takes its 65,537 entries anew for each change of a service of two. Here nothing has to be built, and no key moves
 * without need, be an endpoint gone, in backoff or full.
 *
 * To pick fast among many, keys fall into 65,536 slots, and the first four of each are remembered when they were first
 * needed: O(1) a pick, O(n) for the first of a slot and where all four may not have it. A request without a key is sent
 * at random by weight.
 *
 * @see Mirrokni, Thorup, Zadimoghaddam: Consistent Hashing with Bounded Loads (2016); HAProxy, `hash-balance-factor`
 */
export const createConsistentHash: CreatePolicy = (candidates, random, load) =>
  new ConsistentHash(candidates, random, load);

class ConsistentHash implements Policy {
  readonly #candidates: readonly Candidate[];
  readonly #load: Load;
  readonly #sampler: WeightedSampler;
  readonly #rendezvous: Rendezvous;
  readonly #totalWeight: number;
  /** 1 + the index of the first, second, ... of each slot, 0 where it is not known yet; `null` until it is needed. */
  #places: Uint32Array | null = null;

  constructor(candidates: readonly Candidate[], random: () => number, load: Load) {
    this.#candidates = candidates;
    this.#load = load;
    this.#sampler = new WeightedSampler(candidates, random);
    this.#rendezvous = new Rendezvous(candidates);
    this.#totalWeight = candidates.reduce((sum, { weight }) => sum + weight, 0);
  }

  pick(excluded: Excluded | null, hash: number | null): number {
    if (hash === null) return this.#sampler.draw(excluded);
    const slot = fmix(hash) >>> (32 - SLOT_BITS);
    if (this.#candidates.length > FEW_CANDIDATES) {
      for (let place = 0; place < PLACES; place++) {
        const index = this.#remembered(slot, place);
        if (this.#mayHave(index, excluded)) return index;
      }
    }
    return this.#rendezvous.best(keyOf(slot), (index) => this.#mayHave(index, excluded));
  }

  #remembered(slot: number, place: number): number {
    this.#places ??= new Uint32Array(PLACES * 2 ** SLOT_BITS);
    const start = slot * PLACES;
    const known = this.#places[start + place] ?? 0;
    if (known !== 0) return known - 1;
    const before = this.#places.subarray(start, start + place);
    const index = this.#rendezvous.best(keyOf(slot), (other) => !before.includes(other + 1));
    this.#places[start + place] = index + 1;
    return index;
  }

  #mayHave(index: number, excluded: Excluded | null): boolean {
    if (excluded === null) return this.#hasRoom(index, this.#totalWeight);
    if (excluded.has(index)) return false;
    // Without those that are excluded its share is only larger, which needs to be known only here.
    return this.#hasRoom(index, this.#totalWeight) || this.#hasRoom(index, this.#weightWithout(excluded));
  }

  /**
   * One request more is not more than 1.25 times its share of all that would then be in flight. Together they always
   * have more room than what is in flight, so that there is one that has some.
   */
  #hasRoom(index: number, weightOfAll: number): boolean {
    const candidate = this.#candidates[index];
    if (candidate === undefined) return false;
    const share = ((this.#load.inFlight + 1) * candidate.weight) / weightOfAll;
    return candidate.inFlight < Math.ceil(LOAD_FACTOR * share);
  }

  #weightWithout(excluded: Excluded): number {
    return excluded
      .indexes()
      .reduce((weight, index) => weight - (this.#candidates[index]?.weight ?? 0), this.#totalWeight);
  }
}

function keyOf(slot: number): number {
  return fmix(slot + 1);
}
