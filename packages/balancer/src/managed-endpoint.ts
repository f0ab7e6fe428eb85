import { Backoff } from './backoff.ts';
import type { BackoffOptions, BackoffState, BackoffTicket } from './backoff.ts';
import type { EndpointSettings } from './endpoint-list.ts';
import { availabilityOf } from './endpoint.ts';
import type { Availability, Endpoint, Health } from './endpoint.ts';
import type { Outcome } from './outcome.ts';
import { PeakLatency } from './peak-latency.ts';
import type { Candidate } from './policies/policy.ts';
import { SlowStart } from './slow-start.ts';

/** What the endpoints of a service have in common. */
export interface EndpointRules {
  readonly backoff: BackoffOptions;
  readonly slowStartMs: number | null;
  /** `Infinity` for no limit. */
  readonly maxInFlight: number;
  /** The policy wants to know how long they take. */
  readonly measuresLatency: boolean;
  /** Monotonic milliseconds. */
  readonly clock: { now(): number };
  readonly panic: { readonly on: boolean };
}

/** An endpoint from the inside: what the balancer counts and judges. */
export class ManagedEndpoint implements Endpoint, Candidate {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  inFlight = 0;
  draining = false;
  readonly #rules: EndpointRules;
  readonly #backoff: Backoff;
  readonly #slowStart: SlowStart;
  readonly #latency: PeakLatency | null;
  #settings: EndpointSettings;

  constructor(settings: EndpointSettings, rules: EndpointRules) {
    this.name = settings.name;
    this.address = settings.address;
    this.port = settings.port;
    this.#settings = settings;
    this.#rules = rules;
    this.#backoff = new Backoff(rules.backoff);
    this.#slowStart = new SlowStart(rules.slowStartMs);
    this.#latency = rules.measuresLatency ? new PeakLatency() : null;
  }

  get authority(): string {
    return this.#settings.authority;
  }

  get weight(): number {
    return this.#settings.weight;
  }

  get backup(): boolean {
    return this.#settings.backup;
  }

  get health(): Health {
    return this.#settings.health;
  }

  get ejected(): boolean {
    return this.#settings.ejected;
  }

  get drained(): boolean {
    return this.#settings.drained;
  }

  get backoff(): BackoffState {
    return this.#backoff.state;
  }

  get availability(): Availability {
    const { ejected, health } = this;
    const drained = this.drained || this.draining;
    return availabilityOf({ drained, ejected, health, backoff: this.backoff.kind, full: this.isFull });
  }

  get ramp(): number {
    return this.rampAt(this.#rules.clock.now());
  }

  get latencyMs(): number | null {
    return this.latencyAt(this.#rules.clock.now());
  }

  /** Somebody outside of its requests has taken it out. */
  get isOut(): boolean {
    const { drained, ejected, health } = this.#settings;
    return drained || ejected || health === 'unhealthy';
  }

  /** Is out, and not for a reason that a panic looks past. */
  get isBarred(): boolean {
    return this.isOut && (this.drained || !this.#rules.panic.on);
  }

  /** Nothing but an ejection keeps it out: it may be well by now, and is asked when there is nobody else. */
  get isLastResort(): boolean {
    const { drained, ejected, health } = this.#settings;
    return ejected && !drained && health !== 'unhealthy';
  }

  /** Has as many requests as it may. */
  get isFull(): boolean {
    return this.inFlight >= this.#rules.maxInFlight;
  }

  /** Not in backoff. */
  get isReady(): boolean {
    return this.#backoff.state.kind === 'ready';
  }

  /** Its last answer was bad: nothing to send a retry to. */
  get answersBadly(): boolean {
    return this.#backoff.answersBadly;
  }

  /** Nothing is against picking it. */
  get isOpen(): boolean {
    return this.isReady && !this.isFull && !this.isBarred && !this.draining;
  }

  /** Its backoff is over but for the trial. */
  isDue(nowMs: number): boolean {
    return this.#backoff.isDue(nowMs);
  }

  rampAt(nowMs: number): number {
    return this.#slowStart.rampAt(nowMs);
  }

  /** On the clock; in the past when it is not in slow start. */
  get rampEndsAtMs(): number {
    return this.#slowStart.endsAtMs;
  }

  latencyAt(nowMs: number): number | null {
    return this.#latency === null ? null : this.#latency.at(nowMs);
  }

  /** Takes over what is configured and known of it now. */
  apply(settings: EndpointSettings): void {
    this.#settings = settings;
  }

  /** What is known of it, from the service's balancer before. */
  takeOver(other: ManagedEndpoint): void {
    this.#backoff.takeOver(other.#backoff);
    this.#slowStart.takeOver(other.#slowStart);
    if (other.#latency !== null) this.#latency?.takeOver(other.#latency);
  }

  /** Comes in, or back, cold. */
  warmUp(nowMs: number): void {
    this.#slowStart.begin(nowMs);
  }

  /** Counts one more request in flight. */
  begin(nowMs: number): BackoffTicket {
    this.inFlight += 1;
    return this.#backoff.begin(nowMs);
  }

  /** Judges an outcome; the request may go on, as after a response head. */
  judge(ticket: BackoffTicket, outcome: Outcome, nowMs: number): void {
    if (this.#backoff.end(ticket, outcome, nowMs) === 'back-from-outage') this.warmUp(nowMs);
  }

  /** It asked to be left alone for so long. */
  wait(ticket: BackoffTicket, ms: number, nowMs: number): void {
    this.#backoff.wait(ticket, ms, nowMs);
  }

  /** @param tookMs from the start of a request to this outcome of it; `null` when its head has been measured */
  measure(outcome: Outcome, tookMs: number | null, nowMs: number): void {
    if (this.#latency === null) return;
    switch (outcome) {
      case 'success':
      case 'error-status':
        if (tookMs !== null) this.#latency.answered(tookMs, nowMs);
        break;
      case 'gateway-failure':
      case 'reset':
        this.#latency.failed(tookMs ?? 0, nowMs);
        break;
      case 'connect-failure':
      case 'header-timeout':
        // Backoff keeps it out, and the trial that ends it is to measure it afresh.
        this.#latency.forget();
        break;
      case 'canceled':
        if (tookMs !== null) this.#latency.abandoned(tookMs, nowMs);
        break;
    }
  }
}
