import type { Endpoint } from '@hostler/balancer';
import type { RawHeaders } from '@hostler/http1';
import type { Clock } from '../../clock.ts';
import type { RequestBody } from '../exchange.ts';
import type { Service } from '../service.ts';
import type { UpgradeHandler } from './upgrade-attempt.ts';
import type { Attempt, AttemptTimeouts, UpstreamRequest } from './upstream-client/index.ts';

/** What a fetch is made for. */
export interface FetchParts {
  readonly service: Service;
  readonly request: FetchRequest;
  /** Filled in as the fetch goes along. */
  readonly record: FetchRecord;
  readonly clock: Clock;
}

/** What is asked for, whichever endpoint answers. */
export interface FetchRequest {
  /** Doing it twice is the same as once: by its method, or because the client vouches for it with a key. */
  readonly idempotent: boolean;
  /** A second attempt may run beside the first one: no upgrade. */
  readonly hedgeable: boolean;
  /** What a consistent-hash policy goes by, a uint32; `null` without. */
  readonly hash: number | null;
  /** Name of the endpoint that the client's sticky cookie stands for; `null` without. */
  readonly preferred: string | null;
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
  /** `address:port` of the endpoint that answered, else of the last one tried; `null` before the first. */
  endpoint: string | null;
  /** The first try counts. */
  attempts: number;
  /** How long it waited for room at the service or its endpoints. @unit ms */
  queueWaitMs: number;
  /** Body bytes read from the client. */
  requestBytes: number;
}
