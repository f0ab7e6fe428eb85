import type { CircuitBreakerTicket, Endpoint, Lease } from '@hostler/balancer';
import type { Waiter } from '../limits/wait-queue.ts';
import type { FetchParts } from './fetch-request.ts';

/** Why a fetch gets no endpoint. */
export type AcquireRefusal = 'circuit_open' | 'connection_limit_reached' | 'destination_unavailable';

/** Who is told what an acquisition comes to: one of these for each `acquire`, unless it is left before. */
export interface AcquisitionListener {
  acquired(lease: Lease): void;
  refused(code: AcquireRefusal, detail: string): void;
}

/**
 * The steps limit and acquire of one fetch: its place at the service, which it takes with the first endpoint and keeps
 * over its retries, and its wait where there is no room.
 *
 * Only the first endpoint needs a place and asks the circuit breaker. A retry needs but an endpoint: its fetch is in
 * flight, and it waits, if at all, beside those that are not.
 */
export class Acquisition implements Waiter {
  readonly #parts: FetchParts;
  readonly #tried: readonly Endpoint[];
  readonly #listener: AcquisitionListener;
  /** The fetch is in flight. */
  #isInside = false;
  /** Not null while the circuit breaker waits for the result. */
  #ticket: CircuitBreakerTicket | null = null;
  /** On the clock; `null` while it does not wait. */
  #waitingSince: number | null = null;

  /** @param tried endpoints that the fetch is not to get again; grows as it goes on */
  constructor(parts: FetchParts, tried: readonly Endpoint[], listener: AcquisitionListener) {
    this.#parts = parts;
    this.#tried = tried;
    this.#listener = listener;
  }

  /** Tells the listener, at once or when there is room. */
  acquire(): void {
    const { limits } = this.#parts.service;
    const mustQueue = !this.#isInside && limits.hasLine;
    if (!mustQueue && this.proceed()) return;
    if (!limits.wait(this, this.#isInside ? 'retry' : 'entry')) {
      this.#listener.refused('connection_limit_reached', 'no room, and none to wait in');
      return;
    }
    this.#waitingSince = this.#parts.clock.now();
  }

  /** An endpoint besides the one that works on the fetch: without waiting, or none. */
  another(): Lease | null {
    const lease = this.#pick();
    return lease === 'full' || lease === 'none' ? null : lease;
  }

  proceed(): boolean {
    if (!this.#isInside && !this.#passBreaker()) {
      this.#stopWaiting();
      this.#listener.refused('circuit_open', 'too many requests failed lately');
      return true;
    }
    const lease = this.#isInside || this.#parts.service.limits.hasRoom ? this.#pick() : 'full';
    if (lease === 'full') {
      // A trial is for those that go on.
      if (!this.#isInside) this.settle(null);
      return false;
    }
    this.#stopWaiting();
    this.#enter();
    if (lease === 'none') this.#listener.refused('destination_unavailable', 'no endpoint');
    else this.#listener.acquired(lease);
    return true;
  }

  expired(): void {
    this.#stopWaiting();
    this.#listener.refused('connection_limit_reached', 'limits.queue.deadline');
  }

  /**
   * The fetch has its answer, or will not get one; it is in flight until `leave`.
   * @param ok whether the service did its work; `null` when that cannot be said
   */
  settle(ok: boolean | null): void {
    const { breaker } = this.#parts.service.limits;
    if (breaker === null || this.#ticket === null) return;
    breaker.ended(this.#ticket, ok, this.#parts.clock.now());
    this.#ticket = null;
  }

  /** The fetch is over: gives its place back, or its place in the queue. */
  leave(): void {
    const { limits } = this.#parts.service;
    this.settle(null);
    if (this.#waitingSince !== null) {
      limits.stopWaiting(this);
      this.#stopWaiting();
    }
    if (!this.#isInside) return;
    this.#isInside = false;
    limits.left();
  }

  #pick(): Lease | 'full' | 'none' {
    const { service, request } = this.#parts;
    return service.balancer.acquire(this.#tried, request.hash, request.preferred);
  }

  #enter(): void {
    if (this.#isInside) return;
    this.#isInside = true;
    this.#parts.service.limits.entered();
  }

  #passBreaker(): boolean {
    const { breaker } = this.#parts.service.limits;
    if (breaker === null) return true;
    const ticket = breaker.enter(this.#parts.clock.now());
    if (ticket === 'refused') return false;
    this.#ticket = ticket;
    return true;
  }

  #stopWaiting(): void {
    if (this.#waitingSince === null) return;
    this.#parts.record.queueWaitMs += this.#parts.clock.now() - this.#waitingSince;
    this.#waitingSince = null;
  }
}
