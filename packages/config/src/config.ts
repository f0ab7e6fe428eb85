import type { HostHeader } from './values/host-header.ts';
import type { PolicyName } from './schema/load-balancing.ts';
import type { RetryCondition } from './values/retry-condition.ts';

/**
 * A configuration that was validated: every default filled in, every value in the unit of its name, deeply frozen.
 * Defaults and ranges stand in `docs/configuration.md`, which is generated from the schema.
 */
export interface Config {
  /** Where clients connect; port 0 is any free one. */
  readonly listen: ListenerConfig;
  /** Where operators connect; false opens no such listener. */
  readonly admin: ListenerConfig | false;
  /** IP addresses and networks (CIDR) whose forwarded fields are believed. */
  readonly trustedProxies: readonly string[];
  /** Our pseudonym in Via and Proxy-Status; a token. */
  readonly via: string;
  /** Path that answers the health check on the main listener, or false. */
  readonly healthPath: string | false;
  readonly shutdown: ShutdownConfig;
  readonly accessLog: { readonly enabled: boolean };
  /** At least one; names are unique, and so are the pairs of domain and path over all of them. */
  readonly services: readonly ServiceConfig[];
}

export interface ListenerConfig {
  /** IP address without brackets, or a name. */
  readonly address: string;
  /** 0 to 65535. */
  readonly port: number;
}

export interface ShutdownConfig {
  /** Still accepting after SIGTERM, while readiness says no. */
  readonly delayMs: number;
  /** After the delay: how long requests may take to finish. */
  readonly timeoutMs: number;
}

export interface ServiceConfig {
  readonly name: string;
  /** Takes the hosts that no service claims. At most one service. */
  readonly default: boolean;
  /** Empty only for the default service. */
  readonly routes: readonly RouteConfig[];
  /** At least one; each address and port once. */
  readonly hosts: readonly EndpointConfig[];
  readonly loadBalancing: { readonly policy: PolicyName };
  readonly timeouts: TimeoutsConfig;
  readonly retry: RetryConfig;
  readonly limits: LimitsConfig;
  readonly hostHeader: HostHeader;
}

export interface RouteConfig {
  /** Canonical: lower case, ASCII, no trailing dot, IPv6 in brackets; a wildcard begins with `*.`. */
  readonly domain: string;
  /** `/`, or a path without trailing slash. */
  readonly path: string;
  readonly stripPrefix: boolean;
}

export interface EndpointConfig {
  /** IP address without brackets, or a DNS name. */
  readonly address: string;
  /** 1 to 65535. */
  readonly port: number;
  /** 1 to 1000. */
  readonly weight: number;
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
}

export interface LimitsConfig {
  /** null is no limit. */
  readonly maxBodyBytes: number | null;
}
