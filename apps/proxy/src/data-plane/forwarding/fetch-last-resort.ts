import type { BodyFraming, ResponseHead } from '@hostler/http1';
import { explain } from './classify.ts';
import type { Explanation } from './classify.ts';
import type { FetchAttempt } from './fetch-attempt.ts';
import type { AttemptFailure } from './upstream-client/index.ts';

/** What a fetch tells its reader when no attempt has a better answer: the last real response, or what went wrong. */
export class LastResort {
  #response: FetchAttempt | null = null;
  #failure: AttemptFailure | null = null;
  /** Of an attempt that had sent something: it tells more than a refused connection after it. */
  #sentFailure: AttemptFailure | null = null;

  /** Keeps a response, in place of an earlier one, until there is a better one or nothing is left to try. */
  keep(attempt: FetchAttempt, head: ResponseHead, framing: BodyFraming): void {
    this.drop();
    this.#response = attempt;
    attempt.hold(head, framing);
  }

  /** There is a better response. */
  drop(): void {
    this.#response?.abandon();
    this.#response = null;
  }

  /** The response that was kept, which is the caller's now; `null` when there was none. */
  take(): FetchAttempt | null {
    const response = this.#response;
    this.#response = null;
    return response;
  }

  failed(failure: AttemptFailure): void {
    this.#failure = failure;
    if (failure.stage === 'sent') this.#sentFailure = failure;
  }

  /** All attempts to connect took too long together. */
  outOfTime(): void {
    if (this.#failure !== null) this.#failure = { ...this.#failure, code: 'connection_timeout' };
  }

  /**
   * @param refusal why there was no further attempt, when that is not for want of an endpoint
   * @param tried how many endpoints were
   */
  explain(refusal: Explanation | null, tried: number): Explanation {
    if (refusal !== null && this.#sentFailure === null) return refusal;
    return explain(this.#failure, this.#sentFailure, tried);
  }
}
