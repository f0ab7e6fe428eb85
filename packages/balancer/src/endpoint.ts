import type { BackoffState } from './backoff.ts';

/** An endpoint as it is configured or discovered. */
export interface EndpointOptions {
  /** IP address or name that is dialled; IPv6 without brackets. */
  readonly address: string;
  /** @minimum 1  @maximum 65_535 */
  readonly port: number;
  /** Share of the requests relative to the service's other endpoints. @default 1  @minimum above 0 */
  readonly weight?: number;
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
  readonly weight: number;
  /** Leases taken and not yet released. */
  readonly inFlight: number;
  readonly backoff: BackoffState;
  /** Was taken out of the service: gets nothing new, and is gone once `inFlight` is 0. */
  readonly draining: boolean;
}

/** `address:port`; an IPv6 address gets its brackets (RFC 3986 3.2.2), or its port could not be told from it. */
export function endpointName(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
