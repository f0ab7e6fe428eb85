import type { Availability, Health, PolicyName } from '@hostler/balancer';
import type { RetryConfig, TimeoutsConfig } from '@hostler/config';
import type { ErrorCode } from '../data-plane/errors/catalogue.ts';
import type { TriedRoute } from './tried-routes.ts';

/** What would become of a request, decision by decision. Plain JSON: the answer of `GET /api/v1/explain`. */
export interface Explanation {
  readonly request: ExplainedRequest;
  readonly outcome: ExplainedOutcome;
  /** Empty when the request was refused before it was routed. */
  readonly routes: readonly TriedRoute[];
  /** How many further routes lost that `routes` leaves out. */
  readonly moreRoutes: number;
}

export interface ExplainedRequest {
  readonly method: string;
  readonly url: string;
  /** Normalised, as it is routed by; `null` when the request cannot be read. */
  readonly host: string | null;
  /** Normalised, for matching only: what is sent stays as it came. */
  readonly path: string | null;
  /** The client's address, seen through trusted proxies. */
  readonly client: string;
  readonly upgrade: boolean;
}

export type ExplainedOutcome =
  | { readonly kind: 'own'; readonly status: number }
  | {
      readonly kind: 'error';
      readonly code: ErrorCode;
      /** RFC 9209. */
      readonly type: string;
      readonly status: number;
      readonly detail: string;
      readonly fix: string;
    }
  | ({ readonly kind: 'service' } & ExplainedService);

export interface ExplainedService {
  readonly service: string;
  readonly policy: PolicyName;
  /** What a consistent-hash policy goes by; `null` without one, or when the request lacks that part. */
  readonly hash: number | null;
  /** The endpoint that the request's sticky cookie stands for. */
  readonly sticky: string | null;
  readonly candidates: readonly ExplainedCandidate[];
  /** The endpoint that this request would be sent to, had it come now; most policies would send the next one elsewhere. */
  readonly pick: ExplainedPick;
  readonly timeouts: TimeoutsConfig;
  readonly retry: ExplainedRetry;
  readonly sent: { readonly target: string; readonly headers: readonly (readonly [string, string])[] };
}

export interface ExplainedCandidate {
  readonly endpoint: string;
  readonly weight: number;
  readonly backup: boolean;
  readonly health: Health;
  readonly availability: Availability;
  readonly inFlight: number;
}

export type ExplainedPick =
  | { readonly kind: 'endpoint'; readonly endpoint: string }
  /** All that could be used have all the requests that they may have. */
  | { readonly kind: 'full' }
  | { readonly kind: 'none' };

export interface ExplainedRetry extends RetryConfig {
  /** Whether this request may be repeated once it was sent: its method is idempotent (RFC 9110 9.2.2), or its key says so. */
  readonly repeatable: boolean;
}
