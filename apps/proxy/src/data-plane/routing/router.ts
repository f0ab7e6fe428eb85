import { matchPath, staysWithin } from '@hostler/http';
import type { MatchPath } from '@hostler/http';
import { HostTable } from './host-table.ts';
import { PrefixTable } from './prefix-table.ts';

/** A rule that maps a host and a path to a service, in the canonical form that configuration gives it. */
export interface Route {
  /** A host, or `*.` and a name: every host below it. */
  readonly domain: string;
  /** `/`, or whole segments without trailing slash, normalised like a path in `matchPath`. */
  readonly path: string;
  /** Whether `path` is taken off what is sent to the endpoint. */
  readonly stripPrefix: boolean;
}

/** What routing needs to know of a service. */
export interface RoutedService {
  readonly name: string;
  /** Takes the hosts that no route claims, with all their paths. At most one service is. */
  readonly default: boolean;
  readonly routes: readonly Route[];
}

/** The request goes to a service. */
export interface RouteMatch<Service> {
  readonly kind: 'route';
  /** As in the answers of the other steps; see `Refusal`. */
  readonly ok: true;
  readonly service: Service;
  readonly route: Route;
  /** Path and query to send: byte for byte what came, but for a stripped prefix. */
  readonly forwardTarget: string;
  /** For X-Forwarded-Prefix; '' when nothing was stripped. */
  readonly strippedPrefix: string;
}

/** Where a request goes, or why it goes nowhere. `no-path`: the host is known, but none of its prefixes matches. */
export type Match<Service> =
  | RouteMatch<Service>
  | { readonly kind: 'no-host' }
  | { readonly kind: 'no-path' }
  | {
      readonly kind: 'unsafe-path';
      /** One clause for the log; never contains anything the client sent. */
      readonly detail: string;
    };

/** Finds the service of a request. Pure: the same question always has the same answer. */
export interface Router<Service> {
  /**
   * @param host canonical (`parseAuthority`); '' for HTTP/1.0 without Host, which only the default service takes
   * @param rawPath as it came, without the query
   * @param query from the `?` on, '' when there is none
   */
  match(host: string, rawPath: string, query: string): Match<Service>;
  /** Every route that has the host, the most specific host first, then the longest prefix: what `match` chooses from. */
  candidates(host: string): Iterable<RouteCandidate<Service>>;
}

/** A route that a request's host may take. */
export interface RouteCandidate<Service> {
  readonly service: Service;
  readonly route: Route;
}

interface Rule<Service> {
  readonly service: Service;
  readonly route: Route;
  /** The route's path without final slash: '' for the root. */
  readonly prefix: string;
}

type Table<Service> = HostTable<PrefixTable<Rule<Service>>>;

const EVERYTHING: Route = { domain: '*', path: '/', stripPrefix: false };
const NO_HOST = { kind: 'no-host' } as const;
const NO_PATH = { kind: 'no-path' } as const;

/** Compiles routes, service by service, into tables whose questions cost the same however many there are. */
export class RouterBuilder<Service extends RoutedService> {
  readonly #table: Table<Service> = new HostTable();
  #default: Service | null = null;

  /** @throws Error when another service claims the same domain and path, or the default; configuration checks before */
  add(service: Service): void {
    for (const route of service.routes) {
      addRule(
        this.#table.entryOf(route.domain, () => new PrefixTable()),
        service,
        route,
      );
    }
    if (service.default) this.#setDefault(service);
  }

  /** To be asked once everything was added: what comes later would change the answers of a router in use. */
  build(): Router<Service> {
    const table = this.#table;
    return {
      match: (host, rawPath, query) => match(table, host, rawPath, query),
      candidates: (host) => candidates(table, host),
    };
  }

  #setDefault(service: Service): void {
    if (this.#default !== null)
      throw new Error(`two default services: ${this.#default.name}, ${service.name}`);
    this.#default = service;
    const everything = new PrefixTable<Rule<Service>>();
    addRule(everything, service, EVERYTHING);
    this.#table.setOther(everything);
  }
}

/** Compiles the routes of all services at once. @throws Error as `RouterBuilder.add` does */
export function compileRoutes<Service extends RoutedService>(services: Iterable<Service>): Router<Service> {
  const builder = new RouterBuilder<Service>();
  for (const service of services) builder.add(service);
  return builder.build();
}

function addRule<Service extends RoutedService>(
  prefixes: PrefixTable<Rule<Service>>,
  service: Service,
  route: Route,
): void {
  const prefix = route.path === '/' ? '' : route.path;
  const present = prefixes.add(route.path, { service, route, prefix });
  if (present !== null) {
    throw new Error(`${present.service.name} and ${service.name} both claim ${route.domain}${route.path}`);
  }
}

/** The most specific host alone decides: what it has no prefix for does not fall back to a less specific one. */
function match<Service>(table: Table<Service>, host: string, rawPath: string, query: string): Match<Service> {
  const prefixes = table.find(host);
  if (prefixes === null) return NO_HOST;
  const normalised = matchPath(rawPath);
  const rule = prefixes.find(normalised.path);
  if (rule === null) return NO_PATH;
  const detail = findUnsafe(rule, rawPath, normalised);
  return detail === null ? forwardBy(rule, rawPath, query) : { kind: 'unsafe-path', detail };
}

function* candidates<Service>(table: Table<Service>, host: string): Generator<RouteCandidate<Service>> {
  for (const prefixes of table.candidates(host)) yield* prefixes.entries;
}

/**
 * Why the raw path, which is what the endpoint sees, must not go where its normalised copy was routed; `null` when it
 * may. An endpoint that reads the path in another way than we do would serve what another route protects.
 */
function findUnsafe(
  { prefix, route }: Rule<unknown>,
  rawPath: string,
  { hadDotSegments }: MatchPath,
): string | null {
  if (!beginsWith(rawPath, prefix)) return 'the path does not literally begin with the prefix of its route';
  if (!hadDotSegments) return null;
  if (route.stripPrefix) return 'dot segments in a path whose prefix is stripped';
  return staysWithin(rawPath, prefix) ? null : 'dot segments leave the prefix of the route';
}

/** Whole segments, byte for byte. */
function beginsWith(rawPath: string, prefix: string): boolean {
  if (!rawPath.startsWith(prefix)) return false;
  return rawPath.length === prefix.length || rawPath.charCodeAt(prefix.length) === 0x2f;
}

function forwardBy<Service>(
  { service, route, prefix }: Rule<Service>,
  rawPath: string,
  query: string,
): RouteMatch<Service> {
  const strippedPrefix = route.stripPrefix ? prefix : '';
  const rest = rawPath.slice(strippedPrefix.length);
  const forwardTarget = (rest === '' ? '/' : rest) + query;
  return { kind: 'route', ok: true, service, route, forwardTarget, strippedPrefix };
}
