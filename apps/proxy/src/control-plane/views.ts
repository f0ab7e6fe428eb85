import type { Availability, EjectionReason, Health, PolicyName } from '@hostler/balancer';
import type { ReportedBackoff, ReportedError, ServiceCounts } from '../data-plane/stats/service-report.ts';
import type { SourceStatus } from './discovery/endpoint-source.ts';

/**
 * What operators see of a service: one view over all workers, as far as their reports have come. Counters are since the
 * start of this process; the breaker is the worst of the workers.
 */
export interface ServiceView extends ServiceCounts {
  readonly name: string;
  readonly policy: PolicyName;
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
  readonly backoff: ReportedBackoff;
  readonly inFlight: number;
  readonly availability: Availability;
  /** Of the answers in about the last minute; `null` when there was none. @unit ms */
  readonly latencyMs: { readonly p50: number; readonly p99: number } | null;
  readonly lastError: ReportedError | null;
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
