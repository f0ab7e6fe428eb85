import type { BackoffOptions, BackoffTicket } from './backoff.ts';
import { EndpointSet } from './endpoint-set.ts';
import type { EndpointChange } from './endpoint-set.ts';
import type { Endpoint, EndpointOptions } from './endpoint.ts';
import { EndpointLease } from './lease.ts';
import type { Lease, LeaseOwner } from './lease.ts';
import type { ManagedEndpoint } from './managed-endpoint.ts';
import type { Outcome } from './outcome.ts';
import { policies } from './policies/policies.ts';
import type { PolicyName } from './policies/policies.ts';
import type { Excluded, Policy } from './policies/policy.ts';

export interface BalancerOptions {
  /** May be empty: then there is nothing to acquire. */
  readonly endpoints: readonly EndpointOptions[];
  readonly policy: PolicyName;
  /** Monotonic milliseconds. */
  readonly clock: { now(): number };
  /** Numbers in [0, 1). */
  readonly random: () => number;
  readonly backoff?: BackoffOptions;
  /**
   * How long an endpoint that comes in or comes back takes to get the whole of its share. Never at construction.
   * @unit ms  @default null, at once
   */
  readonly slowStartMs?: number | null;
  /**
   * Below this share of healthy endpoints health and ejection are ignored.
   * @unit percent  @default 0, never  @maximum 100
   */
  readonly panicThresholdPercent?: number;
  /** How many requests an endpoint may have in flight. @default null, any number  @minimum 1 */
  readonly maxInFlightPerEndpoint?: number | null;
  /** Something may be acquired that could not be before: a full endpoint has room, or one became available. */
  readonly onFree?: () => void;
}

/** Picks among the endpoints of one service, and keeps what is known of each. */
export interface Balancer {
  /** In the order they were given; a new array after each update. */
  readonly endpoints: readonly Endpoint[];
  /**
   * Picks an endpoint and counts a request in flight on it until the lease is released.
   *
   * First those with nothing against them, by the policy. To a request's first try those count too whose backoff is
   * over: it becomes the trial. A retry tries nobody out, so that no request pays for two dead endpoints while a live
   * one is left. Last come those in backoff, so that with all of them in it all are used: fewest in flight for the
   * weight first, since one that hangs piles up requests, and of equals the one whose backoff ends soonest.
   *
   * @param tried endpoints that this request is not to get again
   * @param hash uint32 of what `consistent-hash` is keyed by; without one it picks at random
   * @param preferred name of the endpoint that a sticky client had; it is picked while it is available
   * @returns `full` when there are endpoints and all have as many requests as they may; `none` when there are none
   */
  acquire(
    tried: readonly Endpoint[],
    hash?: number | null,
    preferred?: string | null,
  ): Lease | 'full' | 'none';
  /**
   * Replaces the endpoints. Those that stay, by address and port, keep their object, requests in flight and backoff; so
   * does one that comes back before it has drained.
   * @throws RangeError like `createBalancer`, with nothing changed
   */
  update(endpoints: readonly EndpointOptions[]): EndpointChange;
  /**
   * How long until an endpoint is out of backoff: what to tell a client to wait.
   * @returns 0 when one is already, or may be at any moment; `null` without endpoints
   * @unit ms
   */
  nextAvailableInMs(): number | null;
  /** Whether `acquire` could give this request an endpoint, now or once one is no longer full. */
  hasOther(tried: readonly Endpoint[]): boolean;
}

/** 250 ms doubling to 10 s: short enough for a restart, long enough not to feed a dead endpoint. */
const DEFAULT_BACKOFF: BackoffOptions = { baseMs: 250, maxMs: 10_000 };

/** @throws RangeError for a port, weight or backoff out of range */
export function createBalancer(options: BalancerOptions): Balancer {
  const backoff = options.backoff ?? DEFAULT_BACKOFF;
  if (!(backoff.baseMs >= 1 && backoff.maxMs >= backoff.baseMs)) {
    throw new RangeError(
      `backoff: got ${backoff.baseMs} to ${backoff.maxMs} ms, expected at least 1 and not falling`,
    );
  }
  return new EndpointBalancer(options, new EndpointSet(backoff));
}

class EndpointBalancer implements Balancer, LeaseOwner {
  readonly #options: BalancerOptions;
  readonly #set: EndpointSet;
  #policy: Policy;
  /** Those of `endpoints` that are not ready: nearly always none, which is what makes a pick cheap. */
  readonly #inBackoff = new Set<ManagedEndpoint>();

  constructor(options: BalancerOptions, set: EndpointSet) {
    this.#options = options;
    this.#set = set;
    set.replace(options.endpoints);
    this.#policy = this.#createPolicy();
  }

  get endpoints(): readonly Endpoint[] {
    return this.#set.current;
  }

  acquire(tried: readonly Endpoint[]): Lease | 'none' {
    const nowMs = this.#options.clock.now();
    const endpoint = this.#pickPreferred(tried, nowMs) ?? this.#pickInBackoff(tried);
    return endpoint === null ? 'none' : new EndpointLease(endpoint, endpoint.begin(nowMs), this);
  }

  update(endpoints: readonly EndpointOptions[]): EndpointChange {
    const before = this.#set.current;
    const change = this.#set.replace(endpoints);
    const after = this.#set.current;
    const same =
      after.length === before.length && after.every((endpoint, index) => endpoint === before[index]);
    // Discovery mostly reports what was known, which must not send round robin back to its start each time.
    if (same && change.reweighted.length === 0) return change;
    this.#policy = this.#createPolicy();
    this.#inBackoff.clear();
    for (const endpoint of after) this.#noteBackoff(endpoint);
    return change;
  }

  nextAvailableInMs(): number | null {
    const endpoints = this.#set.current;
    if (endpoints.length === 0) return null;
    if (this.#inBackoff.size < endpoints.length) return 0;
    const nowMs = this.#options.clock.now();
    return endpoints.reduce((soonestMs, { backoff }) => {
      const inMs = backoff.kind === 'waiting' ? Math.max(0, backoff.untilMs - nowMs) : 0;
      return Math.min(soonestMs, inMs);
    }, Infinity);
  }

  hasOther(tried: readonly Endpoint[]): boolean {
    return this.#set.current.some((endpoint) => !tried.includes(endpoint));
  }

  askedToWait(endpoint: ManagedEndpoint): void {
    this.#noteBackoff(endpoint);
  }

  answered(endpoint: ManagedEndpoint, ticket: BackoffTicket): void {
    endpoint.judge(ticket, 'success', this.#options.clock.now());
    this.#noteBackoff(endpoint);
  }

  released(endpoint: ManagedEndpoint, ticket: BackoffTicket, outcome: Outcome): void {
    endpoint.inFlight -= 1;
    endpoint.judge(ticket, outcome, this.#options.clock.now());
    this.#noteBackoff(endpoint);
    this.#set.forgetIfDrained(endpoint);
  }

  #pickPreferred(tried: readonly Endpoint[], nowMs: number): ManagedEndpoint | null {
    const index = this.#policy.pick(this.#exclusion(tried, nowMs));
    return this.#set.current[index] ?? null;
  }

  #exclusion(tried: readonly Endpoint[], nowMs: number): Excluded | null {
    const isFirstTry = tried.length === 0;
    if (isFirstTry && this.#inBackoff.size === 0) return null;
    const endpoints = this.#set.current;
    return (index) => {
      const endpoint = endpoints[index];
      if (endpoint === undefined || tried.includes(endpoint)) return true;
      return !endpoint.isReady && !(isFirstTry && endpoint.isDue(nowMs));
    };
  }

  #pickInBackoff(tried: readonly Endpoint[]): ManagedEndpoint | null {
    let best: ManagedEndpoint | null = null;
    for (const endpoint of this.#inBackoff) {
      if (!tried.includes(endpoint) && (best === null || isBetterInBackoff(endpoint, best))) best = endpoint;
    }
    return best;
  }

  #noteBackoff(endpoint: ManagedEndpoint): void {
    if (endpoint.isReady || endpoint.draining) this.#inBackoff.delete(endpoint);
    else this.#inBackoff.add(endpoint);
  }

  #createPolicy(): Policy {
    return policies[this.#options.policy](this.#set.current, this.#options.random);
  }
}

function isBetterInBackoff(a: Endpoint, b: Endpoint): boolean {
  const loadA = a.inFlight / a.weight;
  const loadB = b.inFlight / b.weight;
  return loadA === loadB ? backoffEndMs(a) < backoffEndMs(b) : loadA < loadB;
}

/** On the clock. */
function backoffEndMs({ backoff }: Endpoint): number {
  return backoff.kind === 'ready' ? -Infinity : backoff.untilMs;
}
