import type { Endpoint } from './endpoint.ts';
import type { ManagedEndpoint } from './managed-endpoint.ts';
import { PickExclusion } from './pick-exclusion.ts';
import type { CreatePolicy, Load, Policy } from './policies/policy.ts';

/** The endpoints that a policy picks among: a service's primaries, or its backups. */
export class Tier implements Load {
  readonly endpoints: readonly ManagedEndpoint[];
  /** On all of them together. */
  inFlight: number;
  readonly #policy: Policy;
  readonly #random: () => number;
  readonly #indexOf: ReadonlyMap<Endpoint, number>;
  /** Those that are not open, ramp, or answer badly: nearly always none, which is what makes a pick cheap. */
  readonly #special = new Set<ManagedEndpoint>();
  /** When the first ramp ends. On the clock. */
  #rampEndsAtMs = Infinity;

  constructor(endpoints: readonly ManagedEndpoint[], createPolicy: CreatePolicy, random: () => number) {
    this.endpoints = endpoints;
    this.inFlight = endpoints.reduce((sum, endpoint) => sum + endpoint.inFlight, 0);
    this.#indexOf = new Map(endpoints.map((endpoint, index) => [endpoint, index]));
    this.#random = random;
    this.#policy = createPolicy(endpoints, random, this);
  }

  /** To be called with each change of what an endpoint may have; what has not been noted is picked. */
  note(endpoint: ManagedEndpoint, nowMs: number): void {
    const ramps = endpoint.rampEndsAtMs > nowMs;
    if (ramps) this.#rampEndsAtMs = Math.min(this.#rampEndsAtMs, endpoint.rampEndsAtMs);
    if (ramps || !endpoint.isOpen || endpoint.answersBadly) this.#special.add(endpoint);
    else if (this.#special.size > 0) this.#special.delete(endpoint);
  }

  noteAll(nowMs: number): void {
    this.#rampEndsAtMs = Infinity;
    for (const endpoint of this.endpoints) this.note(endpoint, nowMs);
  }

  /** By the policy, of those with nothing against them, and on a first try of those whose backoff is over. */
  pick(tried: readonly Endpoint[], hash: number | null, nowMs: number): ManagedEndpoint | null {
    const index =
      this.#special.size === 0 && tried.length === 0
        ? this.#policy.pick(null, hash, nowMs)
        : this.#pickAround(tried, hash, nowMs);
    return this.endpoints[index] ?? null;
  }

  #pickAround(tried: readonly Endpoint[], hash: number | null, nowMs: number): number {
    if (nowMs >= this.#rampEndsAtMs) this.#endRamps(nowMs);
    const excluded = new PickExclusion({
      endpoints: this.endpoints,
      indexOf: this.#indexOf,
      special: this.#special,
      tried,
      hash,
      nowMs,
      random: this.#random,
    });
    const index = this.#policy.pick(excluded, hash, nowMs);
    if (index !== -1 || !excluded.leftSomeOut) return index;
    // Cold or doubtful ones are better than none.
    excluded.takeAllIn();
    return this.#policy.pick(excluded, hash, nowMs);
  }

  /** Whether one has nothing against it but being full: it is worth waiting for. */
  hasFull(tried: readonly Endpoint[]): boolean {
    for (const endpoint of this.#special) {
      if (endpoint.isFull && !endpoint.isBarred && endpoint.isReady && !tried.includes(endpoint)) return true;
    }
    return false;
  }

  /** Of those in backoff the one with fewest requests for its weight; of equals the one whose backoff ends soonest. */
  pickInBackoff(tried: readonly Endpoint[]): ManagedEndpoint | null {
    return this.#pickLast(tried, (endpoint) => !endpoint.isBarred && !endpoint.isReady);
  }

  /** The same of those that are out for nothing but an ejection. */
  pickEjected(tried: readonly Endpoint[]): ManagedEndpoint | null {
    return this.#pickLast(tried, (endpoint) => endpoint.isLastResort);
  }

  #pickLast(tried: readonly Endpoint[], may: (endpoint: ManagedEndpoint) => boolean): ManagedEndpoint | null {
    let best: ManagedEndpoint | null = null;
    for (const endpoint of this.#special) {
      if (!may(endpoint) || endpoint.isFull || tried.includes(endpoint)) continue;
      if (best === null || isBetterLast(endpoint, best)) best = endpoint;
    }
    return best;
  }

  #endRamps(nowMs: number): void {
    this.#rampEndsAtMs = Infinity;
    for (const endpoint of this.#special) this.note(endpoint, nowMs);
  }
}

function isBetterLast(a: Endpoint, b: Endpoint): boolean {
  const loadA = a.inFlight / a.weight;
  const loadB = b.inFlight / b.weight;
  return loadA === loadB ? backoffEndMs(a) < backoffEndMs(b) : loadA < loadB;
}

/** On the clock. */
function backoffEndMs({ backoff }: Endpoint): number {
  return backoff.kind === 'ready' ? -Infinity : backoff.untilMs;
}
