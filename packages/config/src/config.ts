import type {
  CircuitBreakerConfig,
  DiscoveryConfig,
  HealthCheckConfig,
  LimitsConfig,
  LoadBalancingConfig,
  OutlierDetectionConfig,
  RetryConfig,
  TimeoutsConfig,
} from './service-config.ts';
import type { ExpectedFieldMap, FieldMap } from './values/field-map.ts';
import type { HostHeader } from './values/host-header.ts';

/**
 * A configuration that was validated: every default filled in, every value in the unit of its name, deeply frozen.
 * Plain JSON data: it can be cloned, compared and sent to another process as it is. Defaults and ranges stand in
 * `docs/configuration.md`, which is generated from the schema.
 */
export interface Config {
  /** Where clients connect; port 0 is any free one. */
  readonly listen: ListenerConfig;
  /** Where operators connect; false opens no such listener. */
  readonly admin: AdminConfig | false;
  /** IP addresses and networks (CIDR) whose forwarded fields are believed. */
  readonly trustedProxies: readonly string[];
  /** Our pseudonym in Via and Proxy-Status; a token. */
  readonly via: string;
  /** Signs sticky cookies; null where none is set. Never shown to anybody. */
  readonly secret: string | null;
  /** Path that answers the health check on the main listener, or false. */
  readonly healthPath: string | false;
  /** Processes that carry traffic, 1 to 256; `auto` is one for each core. */
  readonly workers: number | 'auto';
  readonly overload: OverloadConfig;
  readonly shutdown: ShutdownConfig;
  readonly accessLog: { readonly enabled: boolean };
  /** At least one; names are unique, and so are the pairs of domain and path over all of them. */
  readonly services: readonly ServiceConfig[];
  /** What must come of which request. */
  readonly tests: readonly RouteTestConfig[];
}

export interface ListenerConfig {
  /** IP address without brackets, or a name. */
  readonly address: string;
  /** 0 to 65535. */
  readonly port: number;
}

export interface AdminConfig extends ListenerConfig {
  /** Opens all but the probes and the metrics; null where none is set. Never shown to anybody. */
  readonly token: string | null;
  /** Host names that are accepted beside those of loopback; canonical, IPv6 in brackets. */
  readonly hosts: readonly string[];
  /** Whether there is more than the probes and the metrics. */
  readonly api: boolean;
}

export interface OverloadConfig {
  /** Delay of the event loop above which load is shed; null is never. */
  readonly maxLagMs: number | null;
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
  /** Each address and port once, one at least that is no backup; empty exactly with `discovery`. */
  readonly hosts: readonly EndpointConfig[];
  /** null exactly with `hosts`. */
  readonly discovery: DiscoveryConfig | null;
  readonly loadBalancing: LoadBalancingConfig;
  /** null is off. */
  readonly healthCheck: HealthCheckConfig | null;
  /** null is off. */
  readonly outlierDetection: OutlierDetectionConfig | null;
  /** null is off. */
  readonly circuitBreaker: CircuitBreakerConfig | null;
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
  /** Used only when all the others are gone. */
  readonly backup: boolean;
}

/** One request and what must come of it. */
export interface RouteTestConfig {
  /** What it shows; null where nobody says. */
  readonly name: string | null;
  readonly request: {
    /** Absolute, of http or https, as it was written. */
    readonly url: string;
    readonly method: string;
    /** Names in lower case. */
    readonly headers: FieldMap;
  };
  /** null, and no header, is anything. */
  readonly expect: {
    readonly service: string | null;
    /** Path and query as an endpoint would be sent. */
    readonly path: string | null;
    /** Names in lower case; null must be absent. */
    readonly headers: ExpectedFieldMap;
    /** A code of the error catalogue, or a type of RFC 9209. */
    readonly error: string | null;
    readonly status: number | null;
  };
}
