import type { Availability, BackoffState, EjectionReason, Health, PolicyName } from '@hostler/balancer';
import type { ErrorCode } from '../data-plane/errors/catalogue.ts';
import type { ServiceNow } from '../data-plane/stats/service-report.ts';
import type { SourceStatus } from './discovery/endpoint-source.ts';

/** What operators see of a service: one view over all workers, as far as their reports have come. */
export interface ServiceView {
  readonly name: string;
  readonly policy: PolicyName;
  /** Requests that ended, since the start of this process. */
  readonly requests: number;
  /** Those whose head was sent, by class of status: 1xx (a WebSocket's 101) to 5xx. */
  readonly responses: readonly number[];
  /** By the code of the error catalogue, the client's own errors included. */
  readonly errors: Readonly<Partial<Record<ErrorCode, number>>>;
  /** Requests that a client would call failed: an error that is not the client's, a cut response, or a 5xx. */
  readonly failed: number;
  /** Requests whose client left or stalled. Not among `failed`. */
  readonly aborted: number;
  readonly retries: number;
  readonly hedges: number;
  /** Retries that were asked for and not made, by reason. */
  readonly refusedRetries: Readonly<Record<string, number>>;
  /** Requests under way now, those that wait and WebSockets included. */
  readonly inFlight: number;
  /** Requests that wait for an endpoint to have room. */
  readonly queued: number;
  /** The worst of the workers; `null` without a circuit breaker. */
  readonly breaker: ServiceNow['breaker'];
  /** Retries that the budget would still pay for. */
  readonly budgetLeft: number;
  /** Of about the last minute; `null` when nothing was answered in it. */
  readonly latencyMs: ServiceLatency | null;
  /** Since the start of this process. */
  readonly totalLatencyMs: ServiceLatency | null;
  /** `null` when all endpoints are IP addresses from the configuration. */
  readonly discovery: SourceStatus | null;
  readonly endpoints: readonly EndpointView[];
}

/** From the request's arrival to its end. @unit ms */
export interface ServiceLatency {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** What operators see of an endpoint. */
export interface EndpointView {
  /** `address:port`, IPv6 in brackets: its name in the log and in every operation. */
  readonly address: string;
  /** The weight in force: the operator's if there is one. */
  readonly weight: number;
  /** What configuration or discovery says. */
  readonly configuredWeight: number;
  readonly backup: boolean;
  readonly health: Health;
  /** The last active check; `null` without `healthCheck`, or before the first one. */
  readonly healthCheck: HealthCheckView | null;
  readonly ejected: EjectionView | null;
  readonly drained: boolean;
  /** What an operator has set: survives reloads, ends with the process. */
  readonly overrides: EndpointOverrides;
  /** The worst of the workers, with the longest that is left. */
  readonly backoff: BackoffView;
  readonly inFlight: number;
  readonly availability: Availability;
  /** Of the answers in about the last minute; `null` when there was none. @unit ms */
  readonly latencyMs: { readonly p50: number; readonly p99: number } | null;
  readonly lastError: LastErrorView | null;
  /** Attempts that ended, since this endpoint was first seen. */
  readonly requests: number;
  /** It has left the service and finishes what it has begun. */
  readonly draining: boolean;
}

export interface HealthCheckView {
  /** ISO 8601. */
  readonly lastAt: string;
  /** `null` when it passed. */
  readonly lastError: string | null;
}

/** Taken out by outlier detection. */
export interface EjectionView {
  readonly reason: EjectionReason;
  readonly remainingMs: number;
  /** How often by now; each time is longer. */
  readonly times: number;
}

/** What an operator has set for an endpoint; absent is as configured. */
export interface EndpointOverrides {
  readonly drained?: true;
  /** 1 to 1000. */
  readonly weight?: number;
}

export interface BackoffView {
  readonly kind: BackoffState['kind'];
  readonly remainingMs: number | null;
}

export interface LastErrorView {
  /** `error_status`: it answered, with a status that counts against it. */
  readonly code: ErrorCode | 'error_status';
  readonly detail: string;
  /** ISO 8601. */
  readonly at: string;
}
