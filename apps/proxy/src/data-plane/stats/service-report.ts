import type { BackoffState, OutcomeCounts } from '@hostler/balancer';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { ConnectionStats } from '../forwarding/upstream-client/index.ts';
import type { SparseHistogram } from './latency-histogram.ts';

/** The last thing that went wrong with an endpoint. */
export interface EndpointError {
  /** `error_status`: it answered, with a status that counts against it. */
  readonly code: ErrorCode | 'error_status';
  /** One clause, for operators only. */
  readonly detail: string;
}

/** The same with its time. */
export interface ReportedError extends EndpointError {
  /** ISO 8601. */
  readonly at: string;
}

/** A backoff as it crosses a process boundary, where clocks differ. */
export interface ReportedBackoff {
  readonly kind: BackoffState['kind'];
  /** `null` when ready. */
  readonly remainingMs: number | null;
}

/** What an endpoint is doing now. */
export interface EndpointNow {
  /** `address:port`. */
  readonly name: string;
  readonly inFlight: number;
  readonly backoff: BackoffState;
  readonly connections: ConnectionStats;
}

/** What a service is doing now, which nobody needs to count. */
export interface ServiceNow {
  /** Requests that wait for an endpoint to have room. */
  readonly queued: number;
  /** `null` without a circuit breaker. */
  readonly breaker: 'closed' | 'open' | 'half-open' | null;
  /** Retries that the budget would still pay for. */
  readonly budgetLeft: number;
  /** Those that it has, and after them those that have left it with requests in flight. */
  readonly endpoints: readonly EndpointNow[];
}

/** Counters are since the report before; gauges are of this moment. */
export interface EndpointReport {
  /** `address:port`. */
  readonly name: string;
  readonly inFlight: number;
  /** Attempts by their outcome. */
  readonly counts: OutcomeCounts;
  /** Of attempts, from their beginning to the final head. */
  readonly latency: SparseHistogram;
  readonly backoff: ReportedBackoff;
  /** The last one ever. */
  readonly lastError: ReportedError | null;
  readonly connections: ConnectionStats;
}

/** What became of a service's requests, and how many there are now; since when counters count, their holder says. */
export interface ServiceCounts {
  /** Requests that ended. */
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
  readonly queued: ServiceNow['queued'];
  /** `null` without a circuit breaker. */
  readonly breaker: ServiceNow['breaker'];
  /** Retries that the budget would still pay for. */
  readonly budgetLeft: ServiceNow['budgetLeft'];
}

/** What a service tells of itself. Counters are since the report before; gauges are of this moment. */
export interface ServiceReport extends ServiceCounts {
  readonly name: string;
  /** Of whole requests; neither of aborted ones nor of WebSockets, which last as long as they like. */
  readonly latency: SparseHistogram;
  readonly endpoints: readonly EndpointReport[];
}

/** What the data plane tells the control plane, many times a second. Plain JSON: it crosses a process boundary. */
export interface PlaneReport {
  /** Only services with something new. */
  readonly services: readonly ServiceReport[];
}
