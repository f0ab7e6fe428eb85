import type { Clock } from '../../../clock.ts';
import type { UpgradeHandler } from '../upgrade-attempt.ts';
import type { Attempt, AttemptTimeouts, UpstreamRequest } from '../upstream-client/index.ts';
import type { FaultKind } from './injected-fault.ts';
import { PretendedAttempt } from './pretended-attempt.ts';
import { SlowAttempt } from './slow-attempt.ts';
import { TruncatedAttempt } from './truncated-attempt.ts';

/** An attempt that is to fail, as it would have been opened. */
export interface FaultedAttemptInput {
  readonly request: UpstreamRequest;
  readonly handler: UpgradeHandler;
  readonly timeouts: AttemptTimeouts;
  readonly clock: Clock;
}

/**
 * Opens an attempt that fails in the given way, and that nobody can tell from one whose endpoint did: the same facts,
 * stages and codes, so that retries, backoff and outlier detection act as they would.
 *
 * @param openReal begins the real exchange, for the faults that need one
 */
export function openWithFault(
  kind: FaultKind,
  input: FaultedAttemptInput,
  openReal: (handler: UpgradeHandler) => Attempt,
): Attempt {
  switch (kind) {
    case 'slow':
      return new SlowAttempt(input, openReal);
    case 'truncate':
      return new TruncatedAttempt(input.handler, openReal);
    default:
      return new PretendedAttempt(kind, input);
  }
}
