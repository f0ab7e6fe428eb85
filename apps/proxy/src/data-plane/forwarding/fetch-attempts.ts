import type { Endpoint, Lease } from '@hostler/balancer';
import { FetchAttempt } from './fetch-attempt.ts';
import type { AttemptJudge, AttemptReader } from './fetch-attempt.ts';
import type { FetchParts } from './fetch-request.ts';
import type { RetryState } from './retry/retry-rule.ts';
import type { Upload } from './upload.ts';
import type { AttemptFailure, AttemptTimeouts } from './upstream-client/index.ts';

/** The attempts that a fetch has made: whom it has tried, who works on it now, and what is left of its limits. */
export class FetchAttempts {
  readonly #parts: FetchParts;
  readonly #upload: Upload | null;
  readonly #tried: Endpoint[] = [];
  readonly #running: FetchAttempt[] = [];
  /** What `retry.attempts` counts: attempts that sent something or may yet. */
  #counted = 0;
  /** The free retry on a fresh connection was made. */
  #hasReconnected = false;
  /** When all attempts to connect of one try end together, on the clock; `null` before its first. */
  #acquireDeadline: number | null = null;

  constructor(parts: FetchParts, upload: Upload | null) {
    this.#parts = parts;
    this.#upload = upload;
  }

  /** The fetch is not to get these again. */
  get tried(): readonly Endpoint[] {
    return this.#tried;
  }

  /** Under way and without a final head: two when one hedges the other. */
  get running(): readonly FetchAttempt[] {
    return this.#running;
  }

  /** Where the fetch stands. @param committed its reader has begun to take a response */
  state(committed: boolean): RetryState {
    return {
      committed,
      idempotent: this.#parts.request.idempotent,
      replayable: this.#upload === null || this.#upload.replayable,
      attempts: this.#counted,
      freshUsed: this.#hasReconnected,
      othersLeft: this.#parts.service.balancer.hasOther(this.#tried),
    };
  }

  /** What could not be sent may be tried elsewhere; all such attempts end together. */
  get isTimeLeft(): boolean {
    return this.#acquireDeadline === null || this.#parts.clock.now() < this.#acquireDeadline;
  }

  /** The next attempt is a try of its own, with the whole of `timeouts.acquire`. */
  beginTry(): void {
    this.#acquireDeadline = null;
  }

  begin(lease: Lease, judge: AttemptJudge, reader: AttemptReader): void {
    const { service, clock } = this.#parts;
    const nowMs = clock.now();
    this.#acquireDeadline ??= nowMs + (service.config.timeouts.acquireMs ?? Infinity);
    const attempt = new FetchAttempt(lease, nowMs, judge, reader, service.stats);
    this.#tried.push(lease.endpoint);
    this.#running.push(attempt);
    this.#open(attempt, false);
  }

  /** Once more to the same endpoint, in place of an attempt that it has not read. */
  reconnect(attempt: FetchAttempt): void {
    this.#hasReconnected = true;
    this.#counted -= 1;
    this.#open(attempt, true);
  }

  /** It came to its final head. */
  answered(attempt: FetchAttempt): void {
    this.#running.splice(this.#running.indexOf(attempt), 1);
  }

  /** No final head will come. */
  failed(attempt: FetchAttempt, { stage }: AttemptFailure): void {
    this.answered(attempt);
    if (stage === 'not-sent') this.#counted -= 1;
  }

  /** @returns those that were running, which nobody waits for any more */
  end(): readonly FetchAttempt[] {
    return this.#running.splice(0);
  }

  #open(attempt: FetchAttempt, fresh: boolean): void {
    const { endpoint } = attempt.lease;
    const { request, record } = this.#parts;
    this.#counted += 1;
    record.endpoint = endpoint.name;
    record.attempts += 1;
    attempt.begin(request.open(endpoint, request.rewrite(endpoint), attempt, this.#timeouts(), { fresh }));
  }

  #timeouts(): AttemptTimeouts {
    const { service, clock } = this.#parts;
    const { timeouts } = service.config;
    if (timeouts.acquireMs === null || this.#acquireDeadline === null) return timeouts;
    const left = Math.max(1, this.#acquireDeadline - clock.now());
    return timeouts.connectMs !== null && timeouts.connectMs <= left
      ? timeouts
      : { ...timeouts, connectMs: left };
  }
}
