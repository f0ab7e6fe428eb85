import type { BackoffOptions } from './backoff.ts';
import type { EndpointOptions } from './endpoint.ts';
import type { PolicyName } from './policies/policies.ts';

/** What a balancer is made of. */
export interface BalancerOptions {
  /** May be empty: then there is nothing to acquire. */
  readonly endpoints: readonly EndpointOptions[];
  readonly policy: PolicyName;
  /** Monotonic milliseconds. */
  readonly clock: { now(): number };
  /** Numbers in [0, 1). */
  readonly random: () => number;
  readonly backoff?: Pick<BackoffOptions, 'baseMs' | 'maxMs'>;
  /**
   * Bad answers in a row, gateway failures and resets, that put an endpoint in backoff as one that cannot be reached is.
   * @default null, any number  @minimum 1
   */
  readonly badAnswersToBackOff?: number | null;
  /**
   * How long an endpoint that comes in or comes back takes to get the whole of its share. Not before the first lease:
   * the first answer of a discovery is part of the start.
   * @unit ms  @default null, at once
   */
  readonly slowStartMs?: number | null;
  /**
   * Below this share of healthy endpoints health and ejection are ignored.
   * @unit percent  @default 0, never  @maximum 100
   */
  readonly panicThresholdPercent?: number;
  /** How many requests an endpoint may have in flight. @default null, any number  @minimum 1 */
  readonly maxInFlightPerEndpoint?: number | null;
  /** Something may be acquired that could not be before: a full endpoint has room, or one became available. */
  readonly onFree?: () => void;
}
