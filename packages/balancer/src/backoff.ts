import type { Outcome } from './outcome.ts';

/** How long an endpoint that could not be reached, or did not answer in time or well, is ordered last. */
export interface BackoffOptions {
  /** The first period. @unit ms  @default 250  @minimum 1 */
  readonly baseMs: number;
  /** Where the doubling ends. @unit ms  @default 10_000  @minimum `baseMs` */
  readonly maxMs: number;
  /** Bad answers in a row that start a period too: gateway failures and resets. @default null, any number  @minimum 1 */
  readonly badAnswers?: number | null;
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

/**
 * What an outcome came to. `back-from-outage`: it is ready again, after a trial at least had failed; one that came back
 * with its first trial was hardly away.
 */
export type BackoffVerdict = 'unchanged' | 'back' | 'back-from-outage';

/** What a lease remembers of the moment it was taken, and its outcome is judged by. */
export interface BackoffTicket {
  readonly generation: number;
  readonly trial: boolean;
}

type Ready = Extract<BackoffState, { kind: 'ready' }>;

type Period = Exclude<BackoffState, Ready> & {
  /** How many trials have failed since the endpoint was ready. */
  readonly failedTrials: number;
};

const READY: Ready = { kind: 'ready' };

/** No endpoint is to take itself out for longer, by mistake or with intent. @unit ms */
const MAX_WAIT_MS = 60_000;

/**
 * The backoff of one endpoint: a connect failure or a header timeout starts a period, and so does a run of bad answers.
 * One trial ends it or doubles it.
 *
 * Hundreds of requests may be in flight when an endpoint dies, and their outcomes come late and in any order. So
 * each period and each recovery begins a new *generation*, and an outcome counts only in the generation that its
 * request started in. A burst of failures is one period, a request that began before the endpoint died cannot bring
 * it back, and one that began before it recovered cannot take it out again.
 */
export class Backoff {
  readonly #options: BackoffOptions;
  #state: Ready | Period = READY;
  #generation = 0;
  /** Since the last good answer. */
  #badAnswers = 0;

  constructor(options: BackoffOptions) {
    this.#options = options;
  }

  get state(): BackoffState {
    return this.#state;
  }

  /** Nothing good has come since its last bad answer. */
  get answersBadly(): boolean {
    return this.#badAnswers > 0;
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

  /** A request ended. `canceled` says nothing about the endpoint. */
  end(ticket: BackoffTicket, outcome: Outcome, nowMs: number): BackoffVerdict {
    if (ticket.generation !== this.#generation) return 'unchanged';
    switch (outcome) {
      case 'success':
      case 'error-status':
        return this.#recover();
      case 'connect-failure':
      case 'header-timeout':
        this.#fail(ticket, nowMs);
        break;
      case 'gateway-failure':
      case 'reset':
        this.#badAnswers += 1;
        if (this.#badAnswers >= (this.#options.badAnswers ?? Infinity)) this.#fail(ticket, nowMs);
        // It can be reached, and answers badly: not back, and no worse either.
        else this.#endTrial(ticket, nowMs, 'another-period');
        break;
      case 'canceled':
        this.#endTrial(ticket, nowMs, 'due');
        break;
    }
    return 'unchanged';
  }

  /**
   * The endpoint asked not to be bothered for so long. It never shortens a period, and hundreds of requests that were
   * told so together are told once.
   */
  wait(ticket: BackoffTicket, ms: number, nowMs: number): void {
    if (ticket.generation !== this.#generation || !(ms > 0)) return;
    const state = this.#state;
    const untilMs = nowMs + Math.min(ms, MAX_WAIT_MS);
    if (state.kind === 'ready') this.#startPeriod(this.#options.baseMs, untilMs, 0);
    else this.#startPeriod(state.periodMs, Math.max(untilMs, state.untilMs), state.failedTrials);
  }

  /** Goes on where another one was, before anything has begun. A trial that is under way there brings nothing here. */
  takeOver(other: Backoff): void {
    this.#state = other.#state.kind === 'trial' ? { ...other.#state, kind: 'waiting' } : other.#state;
    this.#badAnswers = other.#badAnswers;
  }

  #recover(): BackoffVerdict {
    this.#badAnswers = 0;
    const state = this.#state;
    if (state.kind === 'ready') return 'unchanged';
    this.#state = READY;
    this.#generation += 1;
    return state.failedTrials > 0 ? 'back-from-outage' : 'back';
  }

  #fail(ticket: BackoffTicket, nowMs: number): void {
    const state = this.#state;
    switch (state.kind) {
      case 'ready':
        this.#startPeriod(this.#options.baseMs, nowMs + this.#options.baseMs, 0);
        break;
      case 'waiting':
        // Sent there for want of a better one. During the period that is no news; after it, it was as good as a trial.
        if (nowMs >= state.untilMs) this.#double(state, nowMs);
        break;
      case 'trial':
        if (ticket.trial) this.#double(state, nowMs);
        break;
    }
  }

  #double(period: Period, nowMs: number): void {
    const periodMs = Math.min(period.periodMs * 2, this.#options.maxMs);
    this.#startPeriod(periodMs, nowMs + periodMs, period.failedTrials + 1);
  }

  #startPeriod(periodMs: number, untilMs: number, failedTrials: number): void {
    this.#state = { kind: 'waiting', periodMs, untilMs, failedTrials };
    this.#generation += 1;
  }

  /** The trial brought no verdict: the endpoint stays in backoff, for as long again or until the next request. */
  #endTrial(ticket: BackoffTicket, nowMs: number, next: 'another-period' | 'due'): void {
    const state = this.#state;
    if (!ticket.trial || state.kind !== 'trial') return;
    const untilMs = next === 'due' ? nowMs : nowMs + state.periodMs;
    this.#state = { ...state, kind: 'waiting', untilMs };
  }
}
