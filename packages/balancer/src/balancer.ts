import type { BalancerOptions } from './balancer-options.ts';
import { toRules } from './balancer-rules.ts';
import type { BalancerRules } from './balancer-rules.ts';
import { EndpointSet } from './endpoint-set.ts';
import type { EndpointChange } from './endpoint-set.ts';
import type { Endpoint, EndpointOptions } from './endpoint.ts';
import { EndpointLease } from './lease.ts';
import type { Lease, LeaseOwner } from './lease.ts';
import type { ManagedEndpoint } from './managed-endpoint.ts';
import type { Outcome } from './outcome.ts';
import type { Panic } from './panic.ts';
import { policies } from './policies/policies.ts';
import { Tier } from './tier.ts';

/** Picks among the endpoints of one service, and keeps what is known of each. */
export interface Balancer {
  /** In the order they were given; a new array after each update. */
  readonly endpoints: readonly Endpoint[];
  /** Those that an update took out while they had requests in flight, until the last of them has ended. */
  readonly draining: readonly Endpoint[];
  /**
   * Picks an endpoint and counts a request in flight on it until the lease is released. In this order:
   *
   * 1. The preferred one, while it is available.
   * 2. Primaries with nothing against them, by the policy. To a request's first try those count too whose backoff is
   *    over: it becomes the trial. A retry tries nobody out, so that no request pays for two dead endpoints while a
   *    live one is left, and takes one whose last answer was bad only where there is no other.
   * 3. The same of the backups, when all primaries are gone: tried, in backoff, unhealthy, ejected or drained. That
   *    they are full is no reason: it is worth waiting for one of them.
   * 4. Those in backoff, primaries before backups, so that with all of them in it all are used: fewest in flight for the
   *    weight first, since one that hangs piles up requests, and of equals the one whose backoff ends soonest.
   *
   * 5. In the same way those that nothing but an ejection keeps out: they may be well by now, and that is better than none.
   *
   * Unhealthy ones get nothing, except in a panic, and drained ones never do.
   *
   * @param tried endpoints that this request is not to get again
   * @param hash uint32 of what `consistent-hash` is keyed by; without one it picks at random
   * @param preferred name of the endpoint that a sticky client had
   * @returns `full` when all that could be used have as many requests as they may; `none` when there are none
   */
  acquire(
    tried: readonly Endpoint[],
    hash?: number | null,
    preferred?: string | null,
  ): Lease | 'full' | 'none';
  /**
   * Replaces the endpoints. Those that stay, by address and port, keep their object, requests in flight, backoff and
   * latency; so does one that comes back before it has drained. O(n), and where only health, ejections and drains
   * change, or the order of the list, the policy goes on where it was.
   * @throws RangeError like `createBalancer`, with nothing changed
   */
  update(endpoints: readonly EndpointOptions[]): EndpointChange;
  /**
   * Goes on where the balancer of the same service was that this one is about to replace: with the backoff, latency and
   * slow start of endpoints that both have. Those that only this one has have come in. Requests in flight stay with the
   * other one, and what they end in too. To be called before the first `acquire`; O(n), and O(1) after one that never
   * was at work.
   */
  takeOver(other: this): void;
  /**
   * How long until an endpoint is out of backoff: what to tell a client to wait.
   * @returns 0 when one is already, or may be at any moment; `null` when time alone brings none back
   * @unit ms
   */
  nextAvailableInMs(): number | null;
  /** Whether `acquire` could give this request an endpoint, now or once one is no longer full. */
  hasOther(tried: readonly Endpoint[]): boolean;
}

/** @throws RangeError for an option out of range */
export function createBalancer(options: BalancerOptions): Balancer {
  return new EndpointBalancer(options, toRules(options));
}

class EndpointBalancer implements Balancer, LeaseOwner {
  readonly #options: BalancerOptions;
  readonly #set: EndpointSet;
  readonly #panic: Panic;
  #primaries: Tier;
  #backups: Tier;
  /** Has given out an endpoint. Those that came before that are as cold as each other: nothing is gained by a slow start. */
  #isAtWork = false;

  constructor(options: BalancerOptions, rules: BalancerRules) {
    this.#options = options;
    this.#panic = rules.panic;
    this.#set = new EndpointSet(rules);
    this.#set.replace(options.endpoints);
    this.#panic.judge(this.#set.current);
    this.#primaries = this.#createTier(false);
    this.#backups = this.#createTier(true);
  }

  get endpoints(): readonly Endpoint[] {
    return this.#set.current;
  }

  get draining(): readonly Endpoint[] {
    return this.#set.draining;
  }

  acquire(
    tried: readonly Endpoint[],
    hash: number | null = null,
    preferred: string | null = null,
  ): Lease | 'full' | 'none' {
    const nowMs = this.nowMs();
    const endpoint =
      (preferred === null ? null : this.#findOpen(preferred, tried)) ??
      this.#primaries.pick(tried, hash, nowMs) ??
      this.#pickElsewhere(tried, hash, nowMs);
    return typeof endpoint === 'string' ? endpoint : this.#lease(endpoint, nowMs);
  }

  update(endpoints: readonly EndpointOptions[]): EndpointChange {
    const wasOpen = new Set(this.#set.current.filter((endpoint) => endpoint.isOpen));
    const { change, arrived, regrouped } = this.#set.replace(endpoints);
    const nowMs = this.nowMs();
    if (this.#isAtWork) for (const endpoint of arrived) endpoint.warmUp(nowMs);
    this.#panic.judge(this.#set.current);
    if (regrouped) {
      this.#primaries = this.#createTier(false);
      this.#backups = this.#createTier(true);
    } else {
      this.#primaries.noteAll(nowMs);
      this.#backups.noteAll(nowMs);
    }
    if (this.#set.current.some((endpoint) => endpoint.isOpen && !wasOpen.has(endpoint)))
      this.#options.onFree?.();
    return change;
  }

  takeOver(other: this): void {
    if (!other.#isAtWork) return;
    this.#isAtWork = true;
    const nowMs = this.nowMs();
    for (const endpoint of this.#set.current) {
      const known = other.#set.find(endpoint.name);
      if (known !== undefined) endpoint.takeOver(known);
      if (known === undefined || (known.isOut && !endpoint.isOut)) endpoint.warmUp(nowMs);
    }
    this.#primaries.noteAll(nowMs);
    this.#backups.noteAll(nowMs);
  }

  nextAvailableInMs(): number | null {
    let soonestMs: number | null = null;
    const nowMs = this.nowMs();
    for (const endpoint of this.#set.current) {
      if (endpoint.isBarred) continue;
      const { backoff } = endpoint;
      const inMs = backoff.kind === 'waiting' ? Math.max(0, backoff.untilMs - nowMs) : 0;
      if (inMs === 0) return 0;
      soonestMs = Math.min(soonestMs ?? Infinity, inMs);
    }
    return soonestMs;
  }

  hasOther(tried: readonly Endpoint[]): boolean {
    return this.#set.current.some(
      (endpoint) => (!endpoint.isBarred || endpoint.isLastResort) && !tried.includes(endpoint),
    );
  }

  nowMs(): number {
    return this.#options.clock.now();
  }

  judged({ endpoint, ticket }: EndpointLease, outcome: Outcome, nowMs: number): void {
    const wasOpen = endpoint.isOpen;
    endpoint.judge(ticket, outcome, nowMs);
    this.#note(endpoint, wasOpen, nowMs);
  }

  askedToWait({ endpoint, ticket }: EndpointLease, ms: number): void {
    const nowMs = this.nowMs();
    const wasOpen = endpoint.isOpen;
    endpoint.wait(ticket, ms, nowMs);
    this.#note(endpoint, wasOpen, nowMs);
  }

  released({ endpoint, ticket }: EndpointLease, outcome: Outcome, nowMs: number): void {
    const wasOpen = endpoint.isOpen;
    endpoint.inFlight -= 1;
    if (!endpoint.draining) this.#tierOf(endpoint).inFlight -= 1;
    endpoint.judge(ticket, outcome, nowMs);
    this.#set.forgetIfDrained(endpoint);
    this.#note(endpoint, wasOpen, nowMs);
  }

  #lease(endpoint: ManagedEndpoint, nowMs: number): Lease {
    this.#isAtWork = true;
    const lease = new EndpointLease(endpoint, nowMs, this);
    const tier = this.#tierOf(endpoint);
    tier.inFlight += 1;
    if (endpoint.isFull) tier.note(endpoint, nowMs);
    return lease;
  }

  #findOpen(name: string, tried: readonly Endpoint[]): ManagedEndpoint | null {
    const endpoint = this.#set.find(name);
    return endpoint !== undefined && endpoint.isOpen && !tried.includes(endpoint) ? endpoint : null;
  }

  /** No primary is available. */
  #pickElsewhere(
    tried: readonly Endpoint[],
    hash: number | null,
    nowMs: number,
  ): ManagedEndpoint | 'full' | 'none' {
    if (this.#primaries.hasFull(tried)) return 'full';
    const backup = this.#backups.pick(tried, hash, nowMs);
    if (backup !== null) return backup;
    if (this.#backups.hasFull(tried)) return 'full';
    const last =
      this.#primaries.pickInBackoff(tried) ??
      this.#backups.pickInBackoff(tried) ??
      this.#primaries.pickEjected(tried) ??
      this.#backups.pickEjected(tried);
    // What is left now and was not picked has as many requests as it may.
    return last ?? (this.hasOther(tried) ? 'full' : 'none');
  }

  #note(endpoint: ManagedEndpoint, wasOpen: boolean, nowMs: number): void {
    if (endpoint.draining) return;
    this.#tierOf(endpoint).note(endpoint, nowMs);
    if (!wasOpen && endpoint.isOpen) this.#options.onFree?.();
  }

  #tierOf(endpoint: ManagedEndpoint): Tier {
    return endpoint.backup ? this.#backups : this.#primaries;
  }

  #createTier(backup: boolean): Tier {
    const endpoints = this.#set.current.filter((endpoint) => endpoint.backup === backup);
    const tier = new Tier(endpoints, policies[this.#options.policy], this.#options.random);
    tier.noteAll(this.nowMs());
    return tier;
  }
}
