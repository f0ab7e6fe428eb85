export type { BackoffOptions, BackoffState } from './backoff.ts';
export { createBalancer } from './balancer.ts';
export type { Balancer } from './balancer.ts';
export type { BalancerOptions } from './balancer-options.ts';
export { availabilityOf, endpointName } from './endpoint.ts';
export type { Availability, Endpoint, EndpointOptions, Health } from './endpoint.ts';
export type { EndpointChange } from './endpoint-set.ts';
export type { Lease } from './lease.ts';
export type { Outcome } from './outcome.ts';
export type { OutcomeCounts } from './outcome-counts.ts';
export type { PolicyName } from './policies/policies.ts';
export { CircuitBreaker } from './circuit-breaker/circuit-breaker.ts';
export type {
  CircuitBreakerOptions,
  CircuitBreakerState,
  CircuitBreakerTicket,
} from './circuit-breaker/circuit-breaker.ts';
export { AdaptiveLimit } from './concurrency/adaptive-limit.ts';
export type { AdaptiveLimitOptions } from './concurrency/adaptive-limit.ts';
export { HealthTracker } from './health/health-tracker.ts';
export type { HealthState, HealthTrackerOptions } from './health/health-tracker.ts';
export { OutlierDetector } from './outliers/outlier-detector.ts';
export type { Ejection, EjectionReason, OutlierDetectionOptions } from './outliers/ejection.ts';
