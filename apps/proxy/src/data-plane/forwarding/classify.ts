import type { Outcome } from '@hostler/balancer';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { AttemptFailure } from './upstream-client/index.ts';

/** What a failed attempt means for its endpoint. */
export function outcomeOf({ stage, code }: AttemptFailure): Outcome {
  if (stage === 'not-sent') return 'connect-failure';
  return code === 'http_response_timeout' ? 'header-timeout' : 'reset';
}

/**
 * What a final head means for its endpoint, before its body came.
 * @param retriable the service's `retryOn` names the status
 */
export function outcomeOfStatus(status: number, retriable: boolean): Outcome {
  if (retriable || (status >= 502 && status <= 504)) return 'gateway-failure';
  return status >= 500 ? 'error-status' : 'success';
}

/** What a client is told when nothing is left to try. */
export interface Explanation {
  readonly code: ErrorCode;
  readonly detail: string;
}

/**
 * Why a request failed, of all that went wrong with it.
 *
 * With one endpoint its own failure is the answer. With several that could not be reached no single one is: the service
 * is unavailable. An endpoint that was reached tells more than one that was not.
 *
 * @param last the failure that ended the request; `null` when there was no endpoint to begin with
 * @param lastSent the last failure of an attempt that had sent something
 * @param tried how many endpoints were
 */
export function explain(
  last: AttemptFailure | null,
  lastSent: AttemptFailure | null,
  tried: number,
): Explanation {
  const failure = lastSent ?? last;
  if (failure === null) return { code: 'destination_unavailable', detail: 'no endpoint' };
  const { stage, code, detail } = failure;
  if (stage === 'not-sent' && tried > 1 && code !== 'connection_timeout') {
    return { code: 'destination_unavailable', detail: `all endpoints, last ${code}: ${detail}` };
  }
  return { code, detail };
}
