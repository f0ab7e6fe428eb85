import type { Outcome } from '@hostler/balancer';
import { errorCatalogue } from '../errors/catalogue.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { AttemptFailure } from './upstream-client/index.ts';

/** What a failed attempt means for its endpoint. */
export function outcomeOf({ stage, code }: AttemptFailure): Outcome {
  if (stage === 'not-sent') return 'connect-failure';
  return code === 'http_response_timeout' ? 'header-timeout' : 'reset';
}

/**
 * What a final head means for its endpoint.
 * @param retried `retryOn` names the status
 */
export function outcomeOfStatus(status: number, retried: boolean): Outcome {
  if (retried || isGatewayStatus(status)) return 'gateway-failure';
  return status >= 500 ? 'error-status' : 'success';
}

/** Nobody, or somebody overloaded, did the work: what a circuit breaker counts (RFC 9110 15.6.3 to 15.6.5). */
export function isGatewayStatus(status: number): boolean {
  return status >= 502 && status <= 504;
}

/** Too much was asked of the service: what an adaptive limit goes down for. */
export function isOverload(status: number): boolean {
  return status === 503 || status === 429;
}

/** Whether an error of ours tells of a service that did not do its work. @returns `null` when it says nothing of it */
export function isServiceWell(code: ErrorCode): false | null {
  return errorCatalogue[code].source === 'upstream' ? false : null;
}

/** Whether an error tells of a service that took too long, so that it may have too much to do. */
export function isSlowness(code: ErrorCode): boolean {
  return errorCatalogue[code].status === 504;
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
