import type { Endpoint } from '@hostler/balancer';
import type { RawHeaders } from '@hostler/http1';
import type { RequestBody } from '../exchange.ts';
import type { UpgradeHandler } from './upgrade-attempt.ts';
import type { Attempt, AttemptTimeouts, UpstreamRequest } from './upstream-client/index.ts';

/** What is asked for, whichever endpoint answers. */
export interface FetchRequest {
  readonly idempotent: boolean;
  /** What the client sent. */
  readonly headers: RawHeaders;
  /** `null` when the request has none. */
  readonly body: RequestBody | null;
  /** The request for one endpoint, built fresh for each attempt. */
  rewrite(endpoint: Endpoint): UpstreamRequest;
  /** Begins one exchange with an endpoint. */
  open(
    endpoint: Endpoint,
    request: UpstreamRequest,
    handler: UpgradeHandler,
    timeouts: AttemptTimeouts,
    options: { readonly fresh: boolean },
  ): Attempt;
}

/** What the access log says about the way to the answer. */
export interface FetchRecord {
  /** `address:port` of the last endpoint tried; `null` before the first. */
  endpoint: string | null;
  /** The first try counts. */
  attempts: number;
  /** Body bytes read from the client. */
  requestBytes: number;
}
