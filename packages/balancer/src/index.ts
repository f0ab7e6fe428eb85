export type { BackoffOptions, BackoffState } from './backoff.ts';
export { createBalancer } from './balancer.ts';
export type { Balancer, BalancerOptions } from './balancer.ts';
export { endpointName } from './endpoint.ts';
export type { Endpoint, EndpointOptions } from './endpoint.ts';
export type { EndpointChange } from './endpoint-set.ts';
export type { Lease } from './lease.ts';
export type { Outcome } from './outcome.ts';
export type { PolicyName } from './policies/policies.ts';
