import type { Lease, Outcome } from '@hostler/balancer';
import type { BodyFraming, ResponseHead } from '@hostler/http1';
import type { Timer } from '../../clock.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import { outcomeOf, outcomeOfStatus } from './classify.ts';
import type { Explanation } from './classify.ts';
import { Acquisition } from './fetch-acquisition.ts';
import type { AcquireRefusal, AcquisitionListener } from './fetch-acquisition.ts';
import type { AttemptJudge, AttemptReader, FetchAttempt } from './fetch-attempt.ts';
import { FetchAttempts } from './fetch-attempts.ts';
import { FetchHedge } from './fetch-hedge.ts';
import { LastResort } from './fetch-last-resort.ts';
import type { FetchParts } from './fetch-request.ts';
import { retryAfterMs } from './retry/retry-after.ts';
import type { RetryReason, RetryVerdict } from './retry/retry-rule.ts';
import type { Switched } from './upgrade-attempt.ts';
import type { Upload } from './upload.ts';
import type { AttemptFailure } from './upstream-client/index.ts';

/** Whom a race is run for. `won`, `switched` or `lost` comes once, and after it only what the winner brings. */
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
  readonly #parts: FetchParts;
  readonly #upload: Upload | null;
  readonly #listener: RaceListener;
  readonly #attempts: FetchAttempts;
  /** `null` when this request is not hedged. */
  readonly #hedge: FetchHedge | null;
  readonly #lastResort = new LastResort();
  #retryTimer: Timer | null = null;

  constructor(parts: FetchParts, upload: Upload | null, listener: RaceListener) {
    this.#parts = parts;
    this.#upload = upload;
    this.#listener = listener;
    this.#attempts = new FetchAttempts(parts, upload);
    this.acquisition = new Acquisition(parts, this.#attempts.tried, this);
    const { hedging } = parts.service;
    this.#hedge =
      hedging === null || !parts.request.hedgeable
        ? null
        : new FetchHedge(hedging, upload, parts.clock, () => {
            this.#join();
          });
  }

  /** When the latest of the attempts that are under way began, on the clock; `Infinity` when there is none. */
  get lastBegunAt(): number {
    return this.#attempts.running.at(-1)?.startedAt ?? Infinity;
  }

  start(): void {
    this.acquisition.acquire();
  }

  /** Ends what is under way. @param outcome for the endpoints that have not answered */
  end(outcome: Outcome): void {
    this.#stopTimers();
    for (const attempt of this.#attempts.end()) attempt.abandon(outcome);
    this.#lastResort.drop();
  }

  // acquire, forward

  acquired(lease: Lease): void {
    if (this.#parts.record.attempts > 0) this.#parts.service.stats.retried();
    this.#begin(lease);
  }

  refused(code: AcquireRefusal, detail: string): void {
    if (this.#attempts.tried.length === 0) this.#listener.lost(code, detail);
    else this.#giveUp(code === 'connection_limit_reached' ? { code, detail } : null);
  }

  #begin(lease: Lease): void {
    this.#attempts.begin(lease, this, this.#listener);
    this.#awaitHedge();
  }

  connected(attempt: FetchAttempt): void {
    this.#upload?.sendTo(attempt.attempt);
  }

  // classify, release

  answered(attempt: FetchAttempt, head: ResponseHead, framing: BodyFraming): void {
    this.#attempts.answered(attempt);
    const { retryRule, hedging } = this.#parts.service;
    const isRetriable = retryRule.retriesStatus(head.statusCode);
    attempt.judge(outcomeOfStatus(head.statusCode, isRetriable), head.statusCode, this.#parts.clock.now());
    hedging?.answered(attempt.lease.endpoint);
    if (!isRetriable) {
      this.#win(attempt, head, framing);
      return;
    }
    const waitMs = retryAfterMs(head.headers, Date.now());
    if (waitMs !== null) attempt.lease.retryAfter(waitMs);
    const isAlone = this.#attempts.running.length === 0;
    const verdict = isAlone ? this.#decide({ kind: 'status', status: head.statusCode }) : null;
    if (verdict !== null && verdict.retry !== 'other-endpoint') {
      this.#win(attempt, head, framing);
      return;
    }
    this.#lastResort.keep(attempt, head, framing);
    if (verdict === null) this.#awaitHedge();
    else this.#retryAfter(verdict.delayMs);
  }

  switched(attempt: FetchAttempt, switched: Switched): void {
    this.#attempts.answered(attempt);
    attempt.judge('success', 101, this.#parts.clock.now());
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
    if (this.#parts.service.retryRule.mayReconnect(reason, this.#attempts.state(false))) {
      this.#parts.service.stats.retried();
      this.#attempts.reconnect(attempt);
      return;
    }
    this.#attempts.failed(attempt, failure);
    attempt.release(outcomeOf(failure), failure);
    this.#lastResort.failed(failure);
    if (this.#attempts.running.length > 0) this.#replace(failure);
    else this.#next(failure, this.#decide(reason));
  }

  // retry

  #next(failure: AttemptFailure, verdict: RetryVerdict): void {
    if (verdict.retry !== 'other-endpoint') {
      this.#giveUp();
    } else if (failure.stage === 'sent') {
      this.#retryAfter(verdict.delayMs);
    } else if (this.#attempts.isTimeLeft) {
      this.acquisition.acquire();
    } else {
      this.#lastResort.outOfTime();
      this.#giveUp();
    }
  }

  #decide(reason: RetryReason, committed = false): RetryVerdict {
    this.#stopTimers();
    const verdict = this.#parts.service.retryRule.decide(reason, this.#attempts.state(committed));
    if (verdict.retry === 'none' && verdict.refusal !== 'not-retriable') {
      this.#parts.service.stats.retryRefused(verdict.refusal);
    }
    return verdict;
  }

  #retryAfter(delayMs: number): void {
    this.#upload?.hold();
    this.#attempts.beginTry();
    if (delayMs <= 0) {
      this.acquisition.acquire();
      return;
    }
    this.#retryTimer = this.#parts.clock.setTimeout(() => {
      this.acquisition.acquire();
    }, delayMs);
  }

  // hedge

  #awaitHedge(): void {
    if (this.#hedge !== null && this.#attempts.running.length === 1) this.#hedge.wait();
  }

  /** The attempt that is under way is slow. */
  #join(): void {
    if (!this.#parts.service.retryRule.mayHedge(this.#attempts.state(false))) return;
    const lease = this.acquisition.another();
    if (lease === null) return;
    this.#parts.service.stats.hedged();
    this.#begin(lease);
  }

  /** One of two has failed. What could not be sent goes elsewhere, which costs nothing; else there may be another hedge. */
  #replace(failure: AttemptFailure): void {
    const lease = failure.stage === 'not-sent' ? this.acquisition.another() : null;
    if (lease === null) this.#awaitHedge();
    else this.acquired(lease);
  }

  // the end

  /** Nothing is left to try: the last real response is passed on as it came, else the reason. */
  #giveUp(refusal: Explanation | null = null): void {
    const response = this.#lastResort.take();
    if (response !== null && response.heldHead !== null) {
      this.#win(response, response.heldHead.head, response.heldHead.framing);
      response.letGo();
      return;
    }
    const { code, detail } = this.#lastResort.explain(refusal, this.#attempts.tried.length);
    this.#listener.lost(code, detail);
  }

  #win(attempt: FetchAttempt, head: ResponseHead, framing: BodyFraming): void {
    this.#stopTimers();
    const { hedging } = this.#parts.service;
    for (const loser of this.#attempts.end()) {
      loser.abandon(hedging?.lost(loser.lease.endpoint, loser.startedAt) ?? 'canceled');
    }
    this.#lastResort.drop();
    this.#parts.record.endpoint = attempt.lease.endpoint.name;
    this.#listener.won(attempt, head, framing);
  }

  #stopTimers(): void {
    this.#retryTimer?.close();
    this.#hedge?.stop();
  }
}
