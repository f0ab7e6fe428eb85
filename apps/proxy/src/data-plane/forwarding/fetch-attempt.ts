import type { Lease, Outcome } from '@hostler/balancer';
import type { BodyFraming, RawHeaders, ResponseHead } from '@hostler/http1';
import type { EndpointError } from '../stats/service-report.ts';
import type { ServiceStats } from '../stats/service-stats.ts';
import { outcomeOf } from './classify.ts';
import type { Switched, UpgradeHandler } from './upgrade-attempt.ts';
import type { Attempt, AttemptFailure } from './upstream-client/index.ts';

/** Who looks for an answer among a fetch's attempts: told how each comes to its final head. */
export interface AttemptJudge {
  connected(attempt: FetchAttempt): void;
  /** A final head came; everything after it goes to the reader, unless it is answered with `hold`. */
  answered(attempt: FetchAttempt, head: ResponseHead, framing: BodyFraming): void;
  switched(attempt: FetchAttempt, switched: Switched): void;
  /** No final head will come, or the response broke off after it. */
  failed(attempt: FetchAttempt, failure: AttemptFailure): void;
}

/** Who takes what an attempt brings besides its final head. */
export interface AttemptReader {
  drained(): void;
  informational(head: ResponseHead): void;
  chunk(attempt: FetchAttempt, data: Buffer): void;
  ended(trailers: RawHeaders): void;
}

/** A response that is kept while there may be a better one. Never more than one read's worth of body. */
interface HeldResponse {
  readonly head: ResponseHead;
  readonly framing: BodyFraming;
  readonly chunks: Buffer[];
  ending: { readonly trailers: RawHeaders } | AttemptFailure | null;
}

/** One attempt of a fetch together with its lease: what it brings goes to the fetch, or is held. */
export class FetchAttempt implements UpgradeHandler {
  readonly lease: Lease;
  /** When it began, on the clock. */
  readonly startedAt: number;
  readonly #judge: AttemptJudge;
  readonly #reader: AttemptReader;
  readonly #stats: Pick<ServiceStats, 'attemptEnded'>;
  #attempt: Attempt | null = null;
  /** What its final head means for the endpoint. */
  #outcome: Outcome = 'success';
  /** The status of its final head; `null` while it is nothing against the endpoint. */
  #errorStatus: number | null = null;
  /** From its beginning to the final head; `null` until that came. */
  #latencyMs: number | null = null;
  #held: HeldResponse | null = null;
  #released = false;

  constructor(
    lease: Lease,
    startedAt: number,
    judge: AttemptJudge,
    reader: AttemptReader,
    stats: Pick<ServiceStats, 'attemptEnded'>,
  ) {
    this.lease = lease;
    this.startedAt = startedAt;
    this.#judge = judge;
    this.#reader = reader;
    this.#stats = stats;
  }

  /** @param attempt the exchange just opened with this as its handler; a second one when a reused socket was reset */
  begin(attempt: Attempt): void {
    this.#attempt = attempt;
  }

  get attempt(): Attempt {
    if (this.#attempt === null) throw new Error('an attempt is used before it was opened');
    return this.#attempt;
  }

  /** From its beginning to the final head. @unit ms  0 before that. */
  get latencyMs(): number {
    return this.#latencyMs ?? 0;
  }

  /** Says what the final head means for the endpoint, whose backoff it ends if it is nothing against it. */
  judge(outcome: Outcome, status: number, nowMs: number): void {
    this.#outcome = outcome;
    this.#errorStatus = outcome === 'success' ? null : status;
    this.#latencyMs = nowMs - this.startedAt;
    if (outcome === 'success' || outcome === 'error-status') this.lease.answered();
  }

  /** Gives up on the endpoint, if it has not ended by itself, and says what that means for it. */
  abandon(outcome: Outcome = this.#outcome): void {
    this.#attempt?.abort();
    this.release(outcome, null);
  }

  /** Gives the lease back, once. @param failure what went wrong, if anything did */
  release(outcome: Outcome, failure: AttemptFailure | null): void {
    if (this.#released) return;
    this.#released = true;
    this.#stats.attemptEnded(
      this.lease.endpoint.name,
      outcome,
      this.#latencyMs,
      failure ?? this.#badAnswer(),
    );
    this.lease.release(outcome);
  }

  #badAnswer(): EndpointError | null {
    return this.#errorStatus === null
      ? null
      : { code: 'error_status', detail: `status ${this.#errorStatus}` };
  }

  /** Keeps the response that begins with this head, and holds the endpoint back. */
  hold(head: ResponseHead, framing: BodyFraming): void {
    this.#held = { head, framing, chunks: [], ending: null };
    this.attempt.pause();
  }

  /** The response being kept; `null` when there is none. */
  get heldHead(): { readonly head: ResponseHead; readonly framing: BodyFraming } | null {
    return this.#held;
  }

  /** Hands on what was kept, after its head, and everything that follows. */
  letGo(): void {
    const held = this.#held;
    if (held === null) return;
    this.#held = null;
    this.attempt.resume();
    for (const data of held.chunks) this.chunk(data);
    if (held.ending === null) return;
    if ('trailers' in held.ending) this.end(held.ending.trailers);
    else this.failed(held.ending);
  }

  ready(): void {
    this.#judge.connected(this);
  }

  drained(): void {
    this.#reader.drained();
  }

  informational(head: ResponseHead): void {
    this.#reader.informational(head);
  }

  head(head: ResponseHead, framing: BodyFraming): void {
    this.#judge.answered(this, head, framing);
  }

  chunk(data: Buffer): void {
    if (this.#held === null) this.#reader.chunk(this, data);
    else this.#held.chunks.push(data);
  }

  /** The endpoint is done, also when its response is held: it has room for another request. */
  end(trailers: RawHeaders): void {
    this.release(this.#outcome, null);
    if (this.#held === null) this.#reader.ended(trailers);
    else this.#held.ending = { trailers };
  }

  switched(switched: Switched): void {
    this.#judge.switched(this, switched);
  }

  failed(failure: AttemptFailure): void {
    if (this.#held === null) {
      this.#judge.failed(this, failure);
      return;
    }
    this.release(outcomeOf(failure), failure);
    this.#held.ending = failure;
  }
}
