import type { Endpoint } from './endpoint.ts';
import type { ManagedEndpoint } from './managed-endpoint.ts';
import { fmix, hashName } from './policies/fmix.ts';
import type { Excluded } from './policies/policy.ts';

/** One pick: who asks, when, and among whom. */
export interface PickContext {
  readonly endpoints: readonly ManagedEndpoint[];
  readonly indexOf: ReadonlyMap<Endpoint, number>;
  /** Those that are not open, ramp, or answer badly; no others are looked at. */
  readonly special: ReadonlySet<ManagedEndpoint>;
  /** A request that tried some is a retry: it tries out nobody that may be dead, or that answers badly if it can help it. */
  readonly tried: readonly Endpoint[];
  readonly hash: number | null;
  readonly nowMs: number;
  /** Numbers in [0, 1). */
  readonly random: () => number;
}

/**
 * Who may not be picked this time: those with something against them, the tried, a part of those that ramp, and for a
 * retry those whose last answer was bad.
 */
export class PickExclusion implements Excluded {
  readonly #pick: PickContext;
  /** Whether an endpoint that ramps sits this pick out: drawn once, however often the policy asks. */
  #draws: Map<ManagedEndpoint, boolean> | null = null;
  #takesAllIn = false;
  #leftSomeOut = false;

  constructor(pick: PickContext) {
    this.#pick = pick;
  }

  /** Somebody was left out who could be picked if need be. */
  get leftSomeOut(): boolean {
    return this.#leftSomeOut;
  }

  /** From now on nobody is left out who can be picked. */
  takeAllIn(): void {
    this.#takesAllIn = true;
  }

  has(index: number): boolean {
    const endpoint = this.#pick.endpoints[index];
    if (endpoint === undefined || this.#pick.tried.includes(endpoint)) return true;
    if (!this.#mayBePicked(endpoint)) return true;
    if (this.#takesAllIn || !(this.#isDoubtful(endpoint) || this.#sitsOut(endpoint))) return false;
    this.#leftSomeOut = true;
    return true;
  }

  indexes(): readonly number[] {
    const { indexOf, special, tried } = this.#pick;
    const indexes: number[] = [];
    for (const endpoint of special) {
      const index = indexOf.get(endpoint);
      if (index !== undefined && this.has(index)) indexes.push(index);
    }
    for (const endpoint of tried) {
      const index = indexOf.get(endpoint);
      if (index !== undefined && !indexes.includes(index)) indexes.push(index);
    }
    return indexes;
  }

  #mayBePicked(endpoint: ManagedEndpoint): boolean {
    if (endpoint.isOpen) return true;
    if (endpoint.isBarred || endpoint.isFull) return false;
    return this.#pick.tried.length === 0 && endpoint.isDue(this.#pick.nowMs);
  }

  /** A request that one endpoint has failed is not to find the next one that fails; a first try may find it well again. */
  #isDoubtful(endpoint: ManagedEndpoint): boolean {
    return this.#pick.tried.length > 0 && endpoint.answersBadly;
  }

  #sitsOut(endpoint: ManagedEndpoint): boolean {
    const { nowMs } = this.#pick;
    if (endpoint.rampEndsAtMs <= nowMs) return false;
    this.#draws ??= new Map();
    let sitsOut = this.#draws.get(endpoint);
    if (sitsOut === undefined) {
      sitsOut = this.#draw(endpoint) >= endpoint.rampAt(nowMs);
      this.#draws.set(endpoint, sitsOut);
    }
    return sitsOut;
  }

  /** With a key it depends on that alone: a key comes back to its endpoint once, and does not go to and fro. */
  #draw(endpoint: ManagedEndpoint): number {
    const { hash, random } = this.#pick;
    return hash === null ? random() : (fmix(fmix(hash) + hashName(endpoint.name)) >>> 0) / 2 ** 32;
  }
}
