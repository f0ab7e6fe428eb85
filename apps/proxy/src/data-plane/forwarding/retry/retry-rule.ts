import type { RetryCondition } from '@hostler/config';
import type { AttemptErrorCode, AttemptFacts, AttemptFailure } from '../upstream-client/attempt.ts';
import { retryDelayMs } from './jitter.ts';

/** What an attempt ended in: no final head, or one whose status may be worth another attempt. */
export type RetryReason =
  | {
      readonly kind: 'failure';
      readonly failure: Pick<AttemptFailure, 'stage' | 'code'>;
      readonly facts: Pick<AttemptFacts, 'reusedSocket' | 'responseStarted'>;
    }
  | { readonly kind: 'status'; readonly status: number };

/** Where a request stands when an attempt has ended. */
export interface RetryState {
  /** The first byte of a final head was handed to the client. */
  readonly committed: boolean;
  /** RFC 9110 9.2.2, or what the client vouches for with an idempotency key. */
  readonly idempotent: boolean;
  /** All of the body that was read from the client can be sent again; a request without one always can. */
  readonly replayable: boolean;
  /** Attempts that sent something or may yet, this one included; those that the free retry replaced do not count. */
  readonly attempts: number;
  /** The free retry on a fresh connection was made. */
  readonly freshUsed: boolean;
  /** The service has endpoints that this request did not try. */
  readonly othersLeft: boolean;
}

/** Why there is no retry. All but `not-retriable` refuse one that the configuration asks for. */
export type RetryRefusal =
  /** The client has begun to receive the response. */
  | 'committed'
  /** `retryOn` does not name what happened. */
  | 'not-retriable'
  /** Something was sent, and sending it again may do something twice. */
  | 'not-idempotent'
  /** The body is no longer in the replay buffer. */
  | 'body-too-large'
  /** `retry.attempts` were made. */
  | 'attempts'
  /** Every endpoint was tried. */
  | 'no-endpoint-left'
  /** The service's retry budget is spent. */
  | 'budget';

export type RetryVerdict =
  | { readonly retry: 'other-endpoint'; readonly delayMs: number }
  | { readonly retry: 'same-endpoint-fresh-connection' }
  | { readonly retry: 'none'; readonly refusal: RetryRefusal };

export interface RetryRuleOptions {
  /** The first one counts. @minimum 1 */
  readonly attempts: number;
  readonly retryOn: Iterable<RetryCondition | number>;
  /** Asked last, and only when nothing else stands in the way, since to ask is to spend. */
  readonly budget: { tryWithdraw(): boolean };
  /** Numbers in [0, 1). */
  readonly random: () => number;
}

/** Error codes that say that time was up; all others are met as a reset. */
const TIMEOUTS: ReadonlySet<AttemptErrorCode> = new Set([
  'connection_timeout',
  'connection_read_timeout',
  'connection_write_timeout',
  'http_response_timeout',
]);

/**
 * Whether an attempt that ended is followed by another one, and where. Three classes, by what the endpoint may have
 * seen of the request:
 *
 * 1. *Not sent*: any method, at once, to each endpoint that is left; costs neither attempts nor budget.
 * 2. *Sent, and no final head*: idempotent requests whose body can be sent again, within attempts and budget.
 * 3. *A status in `retryOn`*: the same.
 *
 * One case stands apart: a kept-alive connection that was closed as the request went out. The endpoint is well and
 * has not read it (RFC 9112 9.3.1), so an idempotent request goes to it once more over a fresh connection, for free.
 *
 * An answer that is not HTTP counts as a reset: the connection is closed either way, and garbage from one endpoint
 * must not cost a GET while others work.
 */
export class RetryRule {
  readonly #maxAttempts: number;
  readonly #retryOn: ReadonlySet<RetryCondition | number>;
  readonly #budget: { tryWithdraw(): boolean };
  readonly #random: () => number;

  constructor(options: RetryRuleOptions) {
    this.#maxAttempts = options.attempts;
    this.#retryOn = new Set(options.retryOn);
    this.#budget = options.budget;
    this.#random = options.random;
  }

  /** Whether a response with this status is worth another attempt. */
  retriesStatus(status: number): boolean {
    return this.#retryOn.has(status);
  }

  /** Pure but for the budget, which pays for a retry of class two or three, and the jitter. */
  decide(reason: RetryReason, state: RetryState): RetryVerdict {
    if (this.mayReconnect(reason, state)) return { retry: 'same-endpoint-fresh-connection' };
    if (!this.#retryOn.has(conditionOf(reason))) return refuse('not-retriable');
    if (state.committed) return refuse('committed');
    const wasSent = reason.kind === 'status' || reason.failure.stage !== 'not-sent';
    if (wasSent && !state.idempotent) return refuse('not-idempotent');
    if (!state.replayable) return refuse('body-too-large');
    if (wasSent && state.attempts >= this.#maxAttempts) return refuse('attempts');
    if (!state.othersLeft) return refuse('no-endpoint-left');
    if (!wasSent) return { retry: 'other-endpoint', delayMs: 0 };
    if (!this.#budget.tryWithdraw()) return refuse('budget');
    return { retry: 'other-endpoint', delayMs: retryDelayMs(state.attempts, this.#random) };
  }

  /** Whether the free retry applies, on a new connection to the same endpoint. */
  mayReconnect(reason: RetryReason, state: RetryState): boolean {
    return (
      isClosedIdleConnection(reason) &&
      state.idempotent &&
      state.replayable &&
      !state.committed &&
      !state.freshUsed
    );
  }

  /**
   * Whether a second attempt may be made beside the one that is under way; if so, the budget has paid for it.
   * @param state with the whole body in the replay buffer
   */
  mayHedge(state: RetryState): boolean {
    return (
      !state.committed &&
      state.idempotent &&
      state.replayable &&
      state.attempts < this.#maxAttempts &&
      state.othersLeft &&
      this.#budget.tryWithdraw()
    );
  }
}

function refuse(refusal: RetryRefusal): RetryVerdict {
  return { retry: 'none', refusal };
}

/** Any byte of a response, a 1xx included, shows that the endpoint has read the request. */
function isClosedIdleConnection(reason: RetryReason): boolean {
  if (reason.kind === 'status') return false;
  const { failure, facts } = reason;
  return (
    failure.stage === 'sent' &&
    failure.code === 'connection_terminated' &&
    facts.reusedSocket &&
    !facts.responseStarted
  );
}

/** What `retryOn` calls it. */
function conditionOf(reason: RetryReason): RetryCondition | number {
  if (reason.kind === 'status') return reason.status;
  if (reason.failure.stage === 'not-sent') return 'connect-failure';
  return TIMEOUTS.has(reason.failure.code) ? 'response-timeout' : 'reset';
}
