import type { BackoffState } from './backoff.ts';

/** What active health checks say of an endpoint; `unknown`, before the first one or without any, is usable. */
export type Health = 'unknown' | 'healthy' | 'unhealthy';

/** An endpoint as it is configured or discovered, and what is known of it from outside its requests. */
export interface EndpointOptions {
  /** IP address or name that is dialled; IPv6 without brackets. */
  readonly address: string;
  /** @minimum 1  @maximum 65_535 */
  readonly port: number;
  /** Share of the requests relative to the service's other endpoints. @default 1  @minimum above 0 */
  readonly weight?: number;
  /** Used only when all others are gone, not when they are merely full. @default false */
  readonly backup?: boolean;
  /** `name:port` that it was looked up from, for `Host` fields. @default the endpoint's name */
  readonly authority?: string;
  /** @default 'unknown' */
  readonly health?: Health;
  /** Taken out by outlier detection. @default false */
  readonly ejected?: boolean;
  /** Taken out by an operator. @default false */
  readonly drained?: boolean;
}

/** Whether an endpoint may be picked, or the first reason why not. One in backoff is picked when all others are gone. */
export type Availability = 'available' | 'backoff' | 'full' | 'unhealthy' | 'ejected' | 'drained';

/** What may keep an endpoint from being picked. */
export interface Obstacles {
  readonly drained: boolean;
  readonly ejected: boolean;
  readonly health: Health;
  readonly backoff: BackoffState['kind'];
  /** It has as many requests as it may. */
  readonly full: boolean;
}

/** The first obstacle, in the order in which a pick looks at them. */
export function availabilityOf({ drained, ejected, health, backoff, full }: Obstacles): Availability {
  if (drained) return 'drained';
  if (ejected) return 'ejected';
  if (health === 'unhealthy') return 'unhealthy';
  if (backoff !== 'ready') return 'backoff';
  return full ? 'full' : 'available';
}

/**
 * One address that we dial. The same object for as long as the service has it, so that it can key a map of
 * connections; only its balancer changes it.
 */
export interface Endpoint {
  /** `address:port`, with IPv6 in brackets: what logs, metrics and the admin side call it. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** `name:port` that it was looked up from; its own name when it was not. */
  readonly authority: string;
  readonly weight: number;
  readonly backup: boolean;
  readonly health: Health;
  readonly ejected: boolean;
  readonly drained: boolean;
  /** Leases taken and not yet released. */
  readonly inFlight: number;
  readonly backoff: BackoffState;
  /** Was taken out of the service: gets nothing new, and is gone once `inFlight` is 0. */
  readonly draining: boolean;
  /** By its own state; a panic of the service looks past `unhealthy` and `ejected`. */
  readonly availability: Availability;
  /** The part of its weight that slow start lets it have: 1 when it is not in slow start. @minimum 0  @maximum 1 */
  readonly ramp: number;
  /** What `peak-ewma` takes it to need for a response head; `null` under other policies and before the first. @unit ms */
  readonly latencyMs: number | null;
}

/** `address:port`; an IPv6 address gets its brackets (RFC 3986 3.2.2), or its port could not be told from it. */
export function endpointName(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
