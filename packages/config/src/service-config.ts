import type { DiscoveryType } from './schema/discovery.ts';
import type { HealthCheckMethod } from './schema/health-check.ts';
import type { Priority } from './schema/limits.ts';
import type { PolicyName } from './schema/load-balancing.ts';
import type { HashOn } from './values/hash-on.ts';
import type { RetryCondition } from './values/retry-condition.ts';
import type { StatusRange } from './values/status.ts';

/** Which endpoint a request goes to. */
export interface LoadBalancingConfig {
  readonly policy: PolicyName;
  /** There exactly with `consistent-hash`. */
  readonly hashOn: HashOn | null;
  /** null is off. */
  readonly sticky: StickyConfig | null;
  /** null is off. */
  readonly slowStartMs: number | null;
  /** 0 to 100; 0 is off. */
  readonly panicThresholdPercent: number;
}

export interface StickyConfig {
  /** The cookie's name, a token. */
  readonly cookie: string;
  /** null is until the browser ends its session. */
  readonly maxAgeMs: number | null;
}

/** Active checks: what is asked, and how the answers are counted. */
export type HealthCheckConfig = TcpHealthCheckConfig | HttpHealthCheckConfig;

/** Connects and closes again. */
export interface TcpHealthCheckConfig extends HealthCheckRhythm {
  readonly kind: 'tcp';
}

/** Asks for a path. */
export interface HttpHealthCheckConfig extends HealthCheckRhythm {
  readonly kind: 'http';
  /** Origin-form with its query, as it is sent. */
  readonly path: string;
  readonly method: HealthCheckMethod;
  /** null is the service's first domain that is no wildcard. */
  readonly host: string | null;
  /** At least one. */
  readonly expect: readonly StatusRange[];
  /** Text that the body must contain; null for any. */
  readonly expectBody: string | null;
}

export interface HealthCheckRhythm {
  readonly intervalMs: number;
  readonly changingIntervalMs: number;
  readonly timeoutMs: number;
  readonly rise: number;
  readonly fall: number;
  /** 0 to 100, of an interval, either way. */
  readonly jitterPercent: number;
}

export interface OutlierDetectionConfig {
  readonly consecutiveFailures: number;
  /** null is off. */
  readonly failureRatePercent: number | null;
  readonly minRequests: number;
  readonly windowMs: number;
  readonly baseEjectionMs: number;
  readonly maxEjectionMs: number;
  /** 0 to 100. */
  readonly maxEjectedPercent: number;
}

export interface CircuitBreakerConfig {
  /** 0 to 100. */
  readonly failureRatePercent: number;
  readonly minRequests: number;
  readonly windowMs: number;
  readonly openMs: number;
  readonly trials: number;
}

/** Milliseconds; null is no limit. */
export interface TimeoutsConfig {
  readonly connectMs: number | null;
  readonly acquireMs: number | null;
  readonly responseHeaderMs: number | null;
  readonly idleMs: number | null;
  readonly tunnelMs: number | null;
  readonly requestMs: number | null;
}

export interface RetryConfig {
  /** The first one counted; 1 is no retry. */
  readonly attempts: number;
  readonly retryOn: readonly (RetryCondition | number)[];
  /** 0 to 100. */
  readonly budgetPercent: number;
  /** Whether `Idempotency-Key` makes every method retriable. */
  readonly idempotencyKey: boolean;
  /** null is off; `p95` is the service's own, as it is at the time. */
  readonly hedge: { readonly afterMs: number | 'p95' } | null;
}

export interface LimitsConfig {
  /** null is no limit. */
  readonly maxBodyBytes: number | null;
  /** Of the whole service, over all workers; null is no limit. */
  readonly maxInFlight: number | null;
  /** Over all workers; null is no limit. */
  readonly maxInFlightPerEndpoint: number | null;
  /** null: what finds no room is refused at once. */
  readonly queue: { readonly size: number; readonly deadlineMs: number } | null;
  /** null is off. */
  readonly adaptiveConcurrency: { readonly min: number; readonly max: number } | null;
  readonly priority: Priority;
}

/** Where endpoints are looked up. */
export type DiscoveryConfig = DnsDiscoveryConfig | SrvDiscoveryConfig | FileDiscoveryConfig;

interface DiscoveryBy<Type extends DiscoveryType> {
  readonly type: Type;
}

/** Every address of a name. */
export interface DnsDiscoveryConfig extends DiscoveryBy<'dns'> {
  /** A full name, without a final dot. */
  readonly name: string;
  readonly port: number;
  /** `10.0.0.2:53`, `[::1]:53`; empty for the system's. */
  readonly servers: readonly string[];
  readonly weight: number;
}

/** The SRV records of a name (RFC 2782). */
export interface SrvDiscoveryConfig extends DiscoveryBy<'srv'> {
  /** A full name, without a final dot. */
  readonly name: string;
  /** `10.0.0.2:53`, `[::1]:53`; empty for the system's. */
  readonly servers: readonly string[];
}

/** A list in a file that is watched. */
export interface FileDiscoveryConfig extends DiscoveryBy<'file'> {
  /** Absolute. */
  readonly path: string;
}
