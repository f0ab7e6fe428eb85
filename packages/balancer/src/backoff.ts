import type { Outcome } from './outcome.ts';

/** How long an endpoint that could not be reached, or did not answer in time, is ordered last. */
export interface BackoffOptions {
  /** The first period. @unit ms  @default 250  @minimum 1 */
  readonly baseMs: number;
  /** Where the doubling ends. @unit ms  @default 10_000  @minimum `baseMs` */
  readonly maxMs: number;
}

/**
 * Where an endpoint stands:
 * `ready` - nothing against it;
 * `waiting` - ordered last until `untilMs` on the clock; from then on the next request may try it;
 * `trial` - one request is trying it; it stays last for all others until that one has its answer.
 */
export type BackoffState =
  | { readonly kind: 'ready' }
  | { readonly kind: 'waiting'; readonly periodMs: number; readonly untilMs: number }
  | { readonly kind: 'trial'; readonly periodMs: number; readonly untilMs: number };

/** What a lease remembers of the moment it was taken, and its outcome is judged by. */
export interface BackoffTicket {
  readonly generation: number;
  readonly trial: boolean;
}

const READY: BackoffState = { kind: 'ready' };

/**
 * The backoff of one endpoint: a connect failure or a header timeout starts a period, one trial ends it or doubles it.
 *
 * Hundreds of requests may be in flight when an endpoint dies, and their outcomes come late and in any order. So
 * each period and each recovery begins a new *generation*, and an outcome counts only in the generation that its
 * request started in. A burst of failures is one period, a request that began before the endpoint died cannot bring
 * it back, and one that began before it recovered cannot take it out again.
 */
export class Backoff {
  readonly #options: BackoffOptions;
  #state: BackoffState = READY;
  #generation = 0;

  constructor(options: BackoffOptions) {
    this.#options = options;
  }

  get state(): BackoffState {
    return this.#state;
  }

  /** Its period is over and nobody is trying it yet. */
  isDue(nowMs: number): boolean {
    return this.#state.kind === 'waiting' && nowMs >= this.#state.untilMs;
  }

  /** A request goes to the endpoint; when it is due, that request becomes the trial. */
  begin(nowMs: number): BackoffTicket {
    const state = this.#state;
    const trial = state.kind === 'waiting' && nowMs >= state.untilMs;
    if (trial) this.#state = { ...state, kind: 'trial' };
    return { generation: this.#generation, trial };
  }

  /** A request ended. `canceled` says nothing about the endpoint, and a bad answer nothing about whether it can be reached. */
  end(ticket: BackoffTicket, outcome: Outcome, nowMs: number): void {
    if (ticket.generation !== this.#generation) return;
    switch (outcome) {
      case 'success':
      case 'error-status':
        this.#recover();
        break;
      case 'connect-failure':
      case 'header-timeout':
        this.#fail(ticket, nowMs);
        break;
      case 'gateway-failure':
      case 'reset':
        // It answers, but badly: not back, and no worse either.
        this.#endTrial(ticket, nowMs, 'another-period');
        break;
      case 'canceled':
        this.#endTrial(ticket, nowMs, 'due');
        break;
    }
  }

  #recover(): void {
    if (this.#state.kind === 'ready') return;
    this.#state = READY;
    this.#generation += 1;
  }

  #fail(ticket: BackoffTicket, nowMs: number): void {
    const state = this.#state;
    switch (state.kind) {
      case 'ready':
        this.#startPeriod(this.#options.baseMs, nowMs);
        break;
      case 'waiting':
        // Sent there for want of a better one. During the period that is no news; after it, it was as good as a trial.
        if (nowMs >= state.untilMs) this.#double(state.periodMs, nowMs);
        break;
      case 'trial':
        if (ticket.trial) this.#double(state.periodMs, nowMs);
        break;
    }
  }

  #double(periodMs: number, nowMs: number): void {
    this.#startPeriod(Math.min(periodMs * 2, this.#options.maxMs), nowMs);
  }

  #startPeriod(periodMs: number, nowMs: number): void {
    this.#state = { kind: 'waiting', periodMs, untilMs: nowMs + periodMs };
    this.#generation += 1;
  }

  /** The trial brought no verdict: the endpoint stays in backoff, for as long again or until the next request. */
  #endTrial(ticket: BackoffTicket, nowMs: number, next: 'another-period' | 'due'): void {
    const state = this.#state;
    if (!ticket.trial || state.kind !== 'trial') return;
    const untilMs = next === 'due' ? nowMs : nowMs + state.periodMs;
    this.#state = { kind: 'waiting', periodMs: state.periodMs, untilMs };
  }
}
