import { FailureWindow } from '../failure-window.ts';

/** When a service is spared all requests, and how it is tried again. */
export interface CircuitBreakerOptions {
  /** Share of failed requests in the window that opens it. @unit %  @range 1..100 */
  readonly failureRatePercent: number;
  /** Below this many requests in the window it stays closed. @minimum 1 */
  readonly minRequests: number;
  /** How far the failure rate looks back. @unit ms  @minimum 1 */
  readonly windowMs: number;
  /** How long it is open the first time. Doubles with each round of trials that fails, up to eight times this. @unit ms */
  readonly openMs: number;
  /** How many requests try the service in a round; all of them must do well. @minimum 1 */
  readonly trials: number;
}

/**
 * Where a breaker stands:
 * `closed` - all requests go through and are counted;
 * `open` - all are refused until `untilMs`; from then on the next one starts a round of trials;
 * `half-open` - `trials` requests go through, `inFlight` of them now; `passed` did well already; all others are refused.
 * `periodMs` is how long it was or is open.
 */
export type CircuitBreakerState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'open'; readonly periodMs: number; readonly untilMs: number }
  | {
      readonly kind: 'half-open';
      readonly periodMs: number;
      readonly inFlight: number;
      readonly passed: number;
    };

/**
 * Which state a request was let through in: its result counts in that one alone. All requests of a state share one
 * ticket, so that letting a request through allocates nothing.
 */
export interface CircuitBreakerTicket {
  readonly kind: 'closed' | 'trial';
}

const MAX_PERIOD = 8;
const CLOSED: CircuitBreakerState = { kind: 'closed' };

/**
 * Refuses the requests of a service at once while too many of them fail, so that it can recover and clients do not wait.
 *
 * Results come late and in any order: those of requests from before it opened would close or open it by chance. So
 * each state begins with a new ticket, and a result with an older one does not count.
 * @see Nygard, "Release It!", the stability pattern of this name; Resilience4j for the failure rate over a window
 */
export class CircuitBreaker {
  readonly #options: CircuitBreakerOptions;
  readonly #window: FailureWindow;
  #state: CircuitBreakerState = CLOSED;
  #ticket: CircuitBreakerTicket = { kind: 'closed' };

  constructor(options: CircuitBreakerOptions) {
    this.#options = options;
    this.#window = new FailureWindow(options.windowMs);
  }

  get state(): CircuitBreakerState {
    return this.#state;
  }

  /** A request wants to go through. Whoever gets a ticket calls `ended` with it exactly once. */
  enter(nowMs: number): CircuitBreakerTicket | 'refused' {
    if (this.#state.kind === 'closed') return this.#ticket;
    if (this.#state.kind === 'open') {
      if (nowMs < this.#state.untilMs) return 'refused';
      this.#state = { kind: 'half-open', periodMs: this.#state.periodMs, inFlight: 0, passed: 0 };
      this.#ticket = { kind: 'trial' };
    }
    const { inFlight, passed } = this.#state;
    if (inFlight + passed >= this.#options.trials) return 'refused';
    this.#state = { ...this.#state, inFlight: inFlight + 1 };
    return this.#ticket;
  }

  /**
   * A request's result is known. Best told when its final head is there, or a long download as a trial keeps all
   * others out until it ends.
   * @param ok `null` when it says nothing of the service, as after a client's abort: a trial's place is free again.
   */
  ended(ticket: CircuitBreakerTicket, ok: boolean | null, nowMs: number): void {
    if (ticket !== this.#ticket) return;
    const state = this.#state;
    switch (state.kind) {
      case 'closed':
        if (ok !== null) this.#count(ok, nowMs);
        break;
      case 'half-open':
        if (ok === false) this.#open(Math.min(state.periodMs * 2, this.#options.openMs * MAX_PERIOD), nowMs);
        else this.#endTrial(state, ok === true);
        break;
      case 'open':
        break;
    }
  }

  /**
   * How long a refused client should wait. 0 when requests go through, and while the trials are on, whose end nobody
   * knows. @unit ms
   */
  retryAfterMs(nowMs: number): number {
    return this.#state.kind === 'open' ? Math.max(0, this.#state.untilMs - nowMs) : 0;
  }

  #count(ok: boolean, nowMs: number): void {
    this.#window.add(1, ok ? 0 : 1, nowMs);
    const { failureRatePercent, minRequests, openMs } = this.#options;
    if (!ok && this.#window.reaches(failureRatePercent, minRequests)) this.#open(openMs, nowMs);
  }

  #endTrial(state: Extract<CircuitBreakerState, { kind: 'half-open' }>, ok: boolean): void {
    const passed = state.passed + (ok ? 1 : 0);
    if (passed < this.#options.trials) {
      this.#state = { ...state, inFlight: state.inFlight - 1, passed };
      return;
    }
    this.#state = CLOSED;
    this.#ticket = { kind: 'closed' };
  }

  #open(periodMs: number, nowMs: number): void {
    this.#state = { kind: 'open', periodMs, untilMs: nowMs + periodMs };
    // Nobody holds this one: while it is open no result counts.
    this.#ticket = { kind: 'closed' };
    this.#window.clear();
  }
}
