import { AdaptiveLimit, CircuitBreaker } from '@hostler/balancer';
import type { ServiceConfig } from '@hostler/config';
import type { Clock } from '../../clock.ts';
import { WaitQueue } from './wait-queue.ts';
import type { WaitReason, Waiter } from './wait-queue.ts';

/**
 * How much a service is asked for at once: fetches in flight, those that wait to be, and the circuit breaker in front.
 *
 * It counts fetches, not attempts (a retry or a hedge needs no place of its own) and not clients, so that what is
 * answered without an endpoint passes by a full service.
 */
export class ServiceLimits {
  /** `null` when off. */
  readonly breaker: CircuitBreaker | null;
  readonly #adaptive: AdaptiveLimit | null;
  readonly #maxInFlight: number;
  readonly #queue: WaitQueue | null;
  #inFlight = 0;

  constructor({ limits, circuitBreaker }: Pick<ServiceConfig, 'limits' | 'circuitBreaker'>, clock: Clock) {
    this.breaker = circuitBreaker === null ? null : new CircuitBreaker(circuitBreaker);
    this.#adaptive =
      limits.adaptiveConcurrency === null ? null : new AdaptiveLimit(limits.adaptiveConcurrency);
    this.#maxInFlight = limits.maxInFlight ?? Infinity;
    this.#queue = limits.queue === null ? null : new WaitQueue(limits.queue, clock);
  }

  /** Fetches in flight. Those that wait are not; WebSockets are until they end. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Fetches that wait, retries among them. */
  get queued(): number {
    return this.#queue === null ? 0 : this.#queue.length;
  }

  /** One more fetch may be in flight. */
  get hasRoom(): boolean {
    const max =
      this.#adaptive === null ? this.#maxInFlight : Math.min(this.#maxInFlight, this.#adaptive.limit);
    return this.#inFlight < max;
  }

  /** A fetch is in flight from now on; `left` follows exactly once. */
  entered(): void {
    this.#inFlight += 1;
  }

  left(): void {
    this.#inFlight -= 1;
    this.#queue?.wake();
  }

  /** An endpoint may have room for one that waits. */
  wake(): void {
    this.#queue?.wake();
  }

  /** Others wait to be let in: who comes now is behind them. */
  get hasLine(): boolean {
    return this.#queue !== null && this.#queue.entries > 0;
  }

  /** @returns false when it cannot wait either: the queue is full, or there is none */
  wait(waiter: Waiter, reason: WaitReason): boolean {
    return this.#queue !== null && this.#queue.join(waiter, reason);
  }

  /** Does nothing for one that does not wait. */
  stopWaiting(waiter: Waiter): void {
    this.#queue?.leave(waiter);
  }

  /**
   * An endpoint has answered a fetch, or has let it wait for too long.
   * @param latencyMs of the attempt, until its final head
   * @param dropped it was not answered in time, or refused for overload
   */
  measured(latencyMs: number, dropped: boolean): void {
    if (this.#adaptive === null) return;
    this.#adaptive.record(latencyMs, this.#inFlight, dropped);
    // The limit may have grown.
    if (this.hasRoom) this.#queue?.wake();
  }
}
