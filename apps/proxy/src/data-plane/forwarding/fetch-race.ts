import type { Endpoint, Lease, Outcome } from '@hostler/balancer';
import type { BodyFraming, ResponseHead } from '@hostler/http1';
import type { Clock, Timer } from '../../clock.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { Service } from '../service.ts';
import { explain, outcomeOf, outcomeOfStatus } from './classify.ts';
import { Acquisition } from './fetch-acquisition.ts';
import type { AcquireRefusal, AcquisitionListener } from './fetch-acquisition.ts';
import { FetchAttempt } from './fetch-attempt.ts';
import type { AttemptJudge, AttemptReader } from './fetch-attempt.ts';
import type { FetchRecord, FetchRequest } from './fetch-request.ts';
import { retryAfterMs } from './retry/retry-after.ts';
import type { RetryReason, RetryState, RetryVerdict } from './retry/retry-rule.ts';
import type { Upload } from './upload.ts';
import type { Switched } from './upgrade-attempt.ts';
import type { AttemptFailure, AttemptTimeouts } from './upstream-client/index.ts';

/** Whom a race is run for. `won`, `switched` or `lost` comes once and last. */
export interface RaceListener extends AttemptReader {
  /** The answer begins. The attempt is the listener's from here on. */
  won(attempt: FetchAttempt, head: ResponseHead, framing: BodyFraming): void;
  switched(attempt: FetchAttempt, switched: Switched): void;
  /** The answer that won broke off. */
  brokeOff(failure: AttemptFailure): void;
  /** No endpoint has an answer. */
  lost(code: ErrorCode, detail: string): void;
}

/**
 * The attempts of one fetch, until one has an answer or none is left: acquire, forward, classify, and again where the
 * retry rule says so. One at a time, but for a hedge, which joins one that is slow: the first answer wins then, and
 * when one fails the other goes on.
 */
export class FetchRace implements AttemptJudge, AcquisitionListener {
  readonly acquisition: Acquisition;
  readonly #service: Service;
  readonly #request: FetchRequest;
  readonly #upload: Upload | null;
  readonly #listener: RaceListener;
  readonly #record: FetchRecord;
  readonly #clock: Clock;
  readonly #tried: Endpoint[] = [];
  /** Under way and without a final head: two when one hedges the other. */
  readonly #running: FetchAttempt[] = [];
  /** Carries the last real response, which is passed on when nothing better comes. */
  #fallback: FetchAttempt | null = null;
  #lastFailure: AttemptFailure | null = null;
  /** The last failure of an attempt that had sent something: it tells more than a refused connection after it. */
  #lastSentFailure: AttemptFailure | null = null;
  /** Attempts that `retry.attempts` counts: those that sent something or may yet. */
  #counted = 0;
  #freshUsed = false;
  /** When all attempts to connect of one try end together, on the clock; `null` before its first. */
  #acquireDeadline: number | null = null;
  #retryTimer: Timer | null = null;
  #hedgeTimer: Timer | null = null;

  constructor(
    service: Service,
    request: FetchRequest,
    upload: Upload | null,
    listener: RaceListener,
    record: FetchRecord,
    clock: Clock,
  ) {
    this.#service = service;
    this.#request = request;
    this.#upload = upload;
    this.#listener = listener;
    this.#record = record;
    this.#clock = clock;
    this.acquisition = new Acquisition(service, request, record, clock, this.#tried, this);
  }

  /** One endpoint has had all the time there was, and has not answered. */
  get isFirstAttempt(): boolean {
    return this.#tried.length === 1 && this.#running.length === 1;
  }

  start(): void {
    this.acquisition.acquire();
  }

  /** Ends what is under way, nobody having won. @param outcome for the endpoints that have not answered */
  end(outcome: Outcome): void {
    this.#stopTimers();
    for (const attempt of this.#running.splice(0)) attempt.abandon(outcome);
    this.#fallback?.abandon();
    this.#fallback = null;
  }

  // acquire, forward

  acquired(lease: Lease): void {
    if (this.#record.attempts > 0) this.#service.stats.retried();
    this.#begin(lease);
  }

  refused(code: AcquireRefusal, detail: string): void {
    if (this.#tried.length === 0) this.#listener.lost(code, detail);
    else if (code === 'connection_limit_reached') this.#giveUp({ code, detail });
    else this.#giveUp();
  }

  #begin(lease: Lease): void {
    const nowMs = this.#clock.now();
    this.#acquireDeadline ??= nowMs + (this.#service.config.timeouts.acquireMs ?? Infinity);
    const attempt = new FetchAttempt(lease, nowMs, this, this.#listener, this.#service.stats);
    this.#tried.push(lease.endpoint);
    this.#running.push(attempt);
    this.#forward(attempt, false);
    this.#awaitHedge();
  }

  #forward(attempt: FetchAttempt, fresh: boolean): void {
    const { endpoint } = attempt.lease;
    this.#counted += 1;
    this.#record.endpoint = endpoint.name;
    this.#record.attempts += 1;
    attempt.begin(
      this.#request.open(endpoint, this.#request.rewrite(endpoint), attempt, this.#timeouts(), { fresh }),
    );
  }

  /** All attempts to connect end together at the acquire deadline. */
  #timeouts(): AttemptTimeouts {
    const { timeouts } = this.#service.config;
    if (timeouts.acquireMs === null || this.#acquireDeadline === null) return timeouts;
    const left = Math.max(1, this.#acquireDeadline - this.#clock.now());
    return timeouts.connectMs !== null && timeouts.connectMs <= left
      ? timeouts
      : { ...timeouts, connectMs: left };
  }

  connected(attempt: FetchAttempt): void {
    this.#upload?.sendTo(attempt.attempt);
  }

  // classify, release, retry

  answered(attempt: FetchAttempt, head: ResponseHead, framing: BodyFraming): void {
    this.#leaves(attempt);
    const { retryRule, hedging } = this.#service;
    const isRetriable = retryRule.retriesStatus(head.statusCode);
    attempt.judge(outcomeOfStatus(head.statusCode, isRetriable), this.#clock.now());
    if (hedging !== null) hedging.answered(attempt.lease.endpoint);
    if (!isRetriable) {
      this.#win(attempt, head, framing);
      return;
    }
    const waitMs = retryAfterMs(head.headers, Date.now());
    if (waitMs !== null) attempt.lease.retryAfter(waitMs);
    if (this.#running.length > 0) {
      this.#keep(attempt, head, framing);
      this.#awaitHedge();
      return;
    }
    const verdict = this.#decide({ kind: 'status', status: head.statusCode });
    if (verdict.retry === 'other-endpoint') {
      this.#keep(attempt, head, framing);
      this.#retryAfter(verdict.delayMs);
    } else {
      this.#win(attempt, head, framing);
    }
  }

  switched(attempt: FetchAttempt, switched: Switched): void {
    this.#leaves(attempt);
    attempt.judge('success', this.#clock.now());
    this.end('canceled');
    this.#listener.switched(attempt, switched);
  }

  failed(attempt: FetchAttempt, failure: AttemptFailure): void {
    const reason: RetryReason = { kind: 'failure', failure, facts: attempt.attempt.facts };
    if (failure.stage === 'streaming') {
      attempt.release(outcomeOf(failure), failure);
      this.#decide(reason, true);
      this.#listener.brokeOff(failure);
      return;
    }
    this.#upload?.hold();
    if (this.#service.retryRule.mayReconnect(reason, this.#state())) {
      this.#freshUsed = true;
      this.#counted -= 1;
      this.#service.stats.retried();
      this.#forward(attempt, true);
      return;
    }
    this.#leaves(attempt);
    attempt.release(outcomeOf(failure), failure);
    this.#lastFailure = failure;
    if (failure.stage === 'sent') this.#lastSentFailure = failure;
    else this.#counted -= 1;
    if (this.#running.length > 0) this.#replace(failure);
    else this.#next(failure, this.#decide(reason));
  }

  #next(failure: AttemptFailure, verdict: RetryVerdict): void {
    if (verdict.retry !== 'other-endpoint') {
      this.#giveUp();
    } else if (failure.stage === 'sent') {
      this.#retryAfter(verdict.delayMs);
    } else if (this.#clock.now() < (this.#acquireDeadline ?? Infinity)) {
      this.acquisition.acquire();
    } else {
      this.#lastFailure = { ...failure, code: 'connection_timeout' };
      this.#giveUp();
    }
  }

  #decide(reason: RetryReason, committed = false): RetryVerdict {
    this.#stopTimers();
    const verdict = this.#service.retryRule.decide(reason, { ...this.#state(), committed });
    if (verdict.retry === 'none' && verdict.refusal !== 'not-retriable') {
      this.#service.stats.retryRefused(verdict.refusal);
    }
    return verdict;
  }

  #state(): RetryState {
    return {
      committed: false,
      idempotent: this.#request.idempotent,
      replayable: this.#upload === null || this.#upload.replayable,
      attempts: this.#counted,
      freshUsed: this.#freshUsed,
      othersLeft: this.#service.balancer.hasOther(this.#tried),
    };
  }

  #retryAfter(delayMs: number): void {
    this.#upload?.hold();
    this.#acquireDeadline = null;
    if (delayMs <= 0) {
      this.acquisition.acquire();
      return;
    }
    this.#retryTimer = this.#clock.setTimeout(() => {
      this.acquisition.acquire();
    }, delayMs);
  }

  // hedge

  /** One attempt is alone: another one joins it unless a final head comes soon. */
  #awaitHedge(): void {
    const { hedging } = this.#service;
    if (hedging === null || !this.#request.hedgeable || this.#running.length !== 1) return;
    const { delayMs } = hedging;
    if (delayMs === null) return;
    this.#hedgeTimer?.close();
    this.#hedgeTimer = this.#clock.setTimeout(() => {
      this.#hedge();
    }, delayMs);
  }

  #hedge(): void {
    // The client still sends: what is not there cannot be sent twice. It is looked at again later.
    if (this.#upload !== null && !this.#upload.complete) {
      if (this.#upload.replayable) this.#hedgeTimer?.refresh();
      return;
    }
    if (!this.#service.retryRule.mayHedge(this.#state())) return;
    const lease = this.acquisition.another();
    if (lease === null) return;
    this.#service.stats.hedged();
    this.#begin(lease);
  }

  /** One of two has failed. What could not be sent goes elsewhere, which costs nothing; else there may be another hedge. */
  #replace(failure: AttemptFailure): void {
    const lease = failure.stage === 'not-sent' ? this.acquisition.another() : null;
    if (lease === null) this.#awaitHedge();
    else this.acquired(lease);
  }

  // the end

  #leaves(attempt: FetchAttempt): void {
    this.#running.splice(this.#running.indexOf(attempt), 1);
  }

  #keep(attempt: FetchAttempt, head: ResponseHead, framing: BodyFraming): void {
    this.#fallback?.abandon();
    this.#fallback = attempt;
    attempt.hold(head, framing);
  }

  /** Nothing is left to try: the last real response is passed on as it came, else the reason. */
  #giveUp(refusal: { readonly code: ErrorCode; readonly detail: string } | null = null): void {
    const fallback = this.#fallback;
    if (fallback !== null && fallback.heldHead !== null) {
      const { head, framing } = fallback.heldHead;
      this.#fallback = null;
      this.#win(fallback, head, framing);
      fallback.letGo();
      return;
    }
    const { code, detail } =
      refusal !== null && this.#lastSentFailure === null
        ? refusal
        : explain(this.#lastFailure, this.#lastSentFailure, this.#tried.length);
    this.#listener.lost(code, detail);
  }

  #win(attempt: FetchAttempt, head: ResponseHead, framing: BodyFraming): void {
    this.#stopTimers();
    const { hedging } = this.#service;
    for (const loser of this.#running.splice(0)) {
      loser.abandon(hedging?.lost(loser.lease.endpoint, loser.startedAt) ?? 'canceled');
    }
    this.#fallback?.abandon();
    this.#fallback = null;
    this.#record.endpoint = attempt.lease.endpoint.name;
    this.#listener.won(attempt, head, framing);
  }

  #stopTimers(): void {
    this.#retryTimer?.close();
    this.#hedgeTimer?.close();
  }
}
