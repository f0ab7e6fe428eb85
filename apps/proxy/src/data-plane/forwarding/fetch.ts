import type { Endpoint, Outcome } from '@hostler/balancer';
import type { BodyFraming, RawHeaders, ResponseHead } from '@hostler/http1';
import type { Clock, Timer } from '../../clock.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { Service } from '../service.ts';
import { explain, outcomeOf, outcomeOfStatus } from './classify.ts';
import { FetchAttempt } from './fetch-attempt.ts';
import type { FetchAttemptOwner } from './fetch-attempt.ts';
import type { FetchReader } from './fetch-reader.ts';
import type { FetchRecord, FetchRequest } from './fetch-request.ts';
import type { RetryReason, RetryVerdict } from './retry/retry-rule.ts';
import { Upload } from './upload.ts';
import type { UploadListener } from './upload.ts';
import type { Switched } from './upgrade-attempt.ts';
import type { AttemptFailure, AttemptTimeouts } from './upstream-client/index.ts';

/**
 * One exchange with a service: acquire, rewrite, forward, classify, release, and again where the retry rule says so.
 *
 * It belongs to no client: a reader takes what it brings, and when the reader leaves, `cancel` ends it.
 */
export class Fetch implements FetchAttemptOwner, UploadListener {
  readonly #service: Service;
  readonly #request: FetchRequest;
  readonly #reader: FetchReader;
  readonly #record: FetchRecord;
  readonly #clock: Clock;
  readonly #upload: Upload | null;
  readonly #tried: Endpoint[] = [];
  #current: FetchAttempt | null = null;
  /** Carries the last real response, which is passed on when nothing better comes. */
  #fallback: FetchAttempt | null = null;
  /** The last failure of an attempt that had sent something: it tells more than a refused connection after it. */
  #sentFailure: AttemptFailure | null = null;
  /** Attempts that `retry.attempts` counts: those that sent something. */
  #counted = 0;
  #freshUsed = false;
  #acquireDeadline = Infinity;
  #requestTimer: Timer | null = null;
  #retryTimer: Timer | null = null;
  #committed = false;
  #over = false;

  constructor(
    service: Service,
    request: FetchRequest,
    reader: FetchReader,
    record: FetchRecord,
    clock: Clock,
  ) {
    this.#service = service;
    this.#request = request;
    this.#reader = reader;
    this.#record = record;
    this.#clock = clock;
    const { limits, timeouts } = service.config;
    this.#upload =
      request.body === null
        ? null
        : new Upload(
            request.body,
            request.headers,
            { maxBodyBytes: limits.maxBodyBytes, idleMs: timeouts.idleMs },
            clock,
            this,
          );
  }

  start(): void {
    const { requestMs } = this.#service.config.timeouts;
    if (requestMs !== null) {
      this.#requestTimer = this.#clock.setTimeout(() => {
        this.#stop('request_deadline', 'timeouts.request', 'canceled');
      }, requestMs);
    }
    this.#service.budget.recordRequest();
    this.#acquire();
  }

  /** The last reader left: the endpoint's work is stopped at once, and nobody is blamed. */
  cancel(): void {
    if (!this.#over) this.#finish('canceled');
  }

  /** When a client may try again whom no endpoint could answer. @unit s  @minimum 1 */
  get retryAfterSeconds(): number {
    return this.#service.retryAfterSeconds;
  }

  /** The reader keeps up again; see `FetchReader.chunk`. */
  resume(): void {
    this.#current?.attempt.resume();
  }

  // acquire, forward

  #acquire(): void {
    this.#acquireDeadline = this.#clock.now() + (this.#service.config.timeouts.acquireMs ?? Infinity);
    this.#acquireNext(null);
  }

  /** @param failure why the endpoint before this one could not be reached; `null` on a new try */
  #acquireNext(failure: AttemptFailure | null): void {
    const lease = this.#service.balancer.acquire(this.#tried);
    if (lease === 'none' || lease === 'full') {
      this.#giveUp(failure);
      return;
    }
    this.#tried.push(lease.endpoint);
    this.#forward(new FetchAttempt(this, lease), false);
  }

  #forward(attempt: FetchAttempt, fresh: boolean): void {
    const { endpoint } = attempt.lease;
    this.#current = attempt;
    this.#record.endpoint = endpoint.name;
    this.#record.attempts += 1;
    attempt.begin(
      this.#request.open(endpoint, this.#request.rewrite(endpoint), attempt, this.#attemptTimeouts(), {
        fresh,
      }),
    );
  }

  /** All attempts to connect end together at the acquire deadline. */
  #attemptTimeouts(): AttemptTimeouts {
    const { timeouts } = this.#service.config;
    if (this.#acquireDeadline === Infinity) return timeouts;
    const left = Math.max(1, this.#acquireDeadline - this.#clock.now());
    return timeouts.connectMs !== null && timeouts.connectMs <= left
      ? timeouts
      : { ...timeouts, connectMs: left };
  }

  connected(attempt: FetchAttempt): void {
    this.#counted += 1;
    this.#upload?.sendTo(attempt.attempt);
  }

  drained(): void {
    this.#upload?.drained();
  }

  informational(head: ResponseHead): void {
    // Our side answers `Expect` itself, so that a 100 of the endpoint is nobody's business.
    if (head.statusCode !== 100) this.#reader.informational(head);
  }

  // classify, release, retry

  answered(attempt: FetchAttempt, head: ResponseHead, framing: BodyFraming): void {
    const verdict = this.#mayRetry({ kind: 'status', status: head.statusCode });
    const retriable = verdict.retry !== 'none' || verdict.refusal !== 'not-retriable';
    const outcome = outcomeOfStatus(head.statusCode, retriable);
    attempt.judge(outcome);
    if (outcome !== 'gateway-failure') attempt.lease.answered();
    if (verdict.retry === 'other-endpoint') {
      this.#fallback?.abandon('gateway-failure');
      this.#fallback = attempt;
      attempt.hold(head, framing);
      this.#retryAfter(verdict.delayMs);
    } else {
      this.#commit(head, framing);
    }
  }

  attemptFailed(attempt: FetchAttempt, failure: AttemptFailure): void {
    if (failure.stage === 'streaming') {
      this.#stop(failure.code, failure.detail, 'reset');
      return;
    }
    this.#upload?.hold();
    const verdict = this.#mayRetry({ kind: 'failure', failure, facts: attempt.attempt.facts });
    if (verdict.retry === 'same-endpoint-fresh-connection') {
      this.#freshUsed = true;
      this.#counted -= 1;
      this.#forward(attempt, true);
      return;
    }
    attempt.lease.release(outcomeOf(failure));
    this.#current = null;
    if (failure.stage === 'sent') this.#sentFailure = failure;
    if (verdict.retry === 'none') this.#giveUp(failure);
    else if (failure.stage === 'sent') this.#retryAfter(verdict.delayMs);
    else if (this.#clock.now() < this.#acquireDeadline) this.#acquireNext(failure);
    else this.#giveUp({ ...failure, code: 'connection_timeout' });
  }

  #mayRetry(reason: RetryReason): RetryVerdict {
    return this.#service.retryRule.decide(reason, {
      committed: this.#committed,
      idempotent: this.#request.idempotent,
      replayable: this.#upload === null || this.#upload.replayable,
      attempts: this.#counted,
      freshUsed: this.#freshUsed,
      othersLeft: this.#service.balancer.hasOther(this.#tried),
    });
  }

  #retryAfter(delayMs: number): void {
    this.#upload?.hold();
    this.#current = null;
    if (delayMs <= 0) {
      this.#acquire();
      return;
    }
    this.#retryTimer = this.#clock.setTimeout(() => {
      this.#acquire();
    }, delayMs);
  }

  /** Nothing is left to try: the last real response is passed on as it came, else the reason. */
  #giveUp(failure: AttemptFailure | null): void {
    const fallback = this.#fallback;
    if (fallback !== null && fallback.heldHead !== null) {
      this.#fallback = null;
      this.#current = fallback;
      this.#commit(fallback.heldHead.head, fallback.heldHead.framing);
      fallback.release();
      return;
    }
    const { code, detail } = explain(failure, this.#sentFailure, this.#tried.length);
    this.#stop(code, detail, 'canceled');
  }

  // stream

  #commit(head: ResponseHead, framing: BodyFraming): void {
    this.#committed = true;
    this.#fallback?.abandon('gateway-failure');
    this.#fallback = null;
    this.#reader.head(head, framing);
  }

  chunk(attempt: FetchAttempt, data: Buffer): void {
    if (!this.#over && !this.#reader.chunk(data)) attempt.attempt.pause();
  }

  ended(trailers: RawHeaders): void {
    if (this.#over) return;
    this.#current = null;
    this.#finish('success');
    this.#reader.end(trailers);
  }

  switched(attempt: FetchAttempt, switched: Switched): void {
    this.#current = null;
    this.#finish('success');
    attempt.lease.answered();
    this.#reader.switched(switched, () => {
      attempt.lease.release('success');
    });
  }

  tooLarge(): void {
    this.#stop('body_too_large', 'limits.maxBodyBytes', 'canceled');
  }

  clientIdle(): void {
    this.#stop('request_timeout', 'timeouts.idle', 'canceled');
  }

  #stop(code: ErrorCode, detail: string, outcome: Outcome): void {
    if (this.#over) return;
    this.#finish(outcome);
    if (this.#committed) this.#reader.cut(code, detail);
    else this.#reader.failed(code, detail);
  }

  #finish(outcome: Outcome): void {
    this.#over = true;
    this.#requestTimer?.close();
    this.#retryTimer?.close();
    this.#upload?.stop();
    this.#record.requestBytes = this.#upload?.bytes ?? 0;
    this.#current?.abandon(outcome);
    this.#fallback?.abandon('gateway-failure');
    this.#current = null;
    this.#fallback = null;
  }
}
