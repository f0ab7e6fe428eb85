import type { Path } from '../problem.ts';
import { boolean } from '../values/boolean.ts';
import { domain as domainType } from '../values/domain.ts';
import { pathPrefix } from '../values/path.ts';
import { asList, asMap } from './raw.ts';
import type { RawMap } from './raw.ts';

/** One route as it was written: a host, a path, and where it stands. */
export interface Claim {
  /** Position of the service in `proxy.services`. */
  readonly service: number;
  /** Canonical; a wildcard begins with `*.`. */
  readonly domain: string;
  /** Canonical: `/`, or no slash at its end. */
  readonly prefix: string;
  readonly stripPrefix: boolean;
  /** Where the domain stands. */
  readonly at: Path;
  /** The route that it belongs to: the service, or an entry of its `routes`. */
  readonly route: Path;
}

/** Every claim of a service, as far as it can be read. */
export function* claimsOf(service: RawMap, index: number): Generator<Claim> {
  const path: Path = ['proxy', 'services', index];
  yield* claimsOfRoute(service, index, path);
  for (const [position, route] of asList(service['routes']).entries()) {
    yield* claimsOfRoute(asMap(route), index, [...path, 'routes', position]);
  }
}

function* claimsOfRoute(route: RawMap, service: number, path: Path): Generator<Claim> {
  const prefix = pathPrefix.parse(route['path'] ?? '/');
  if (!prefix.ok) return;
  const strip = boolean.parse(route['stripPrefix']);
  for (const [at, value] of domainsOf(route, path)) {
    const parsed = domainType.parse(value);
    if (!parsed.ok) continue;
    const stripPrefix = strip.ok && strip.value;
    yield { service, domain: parsed.value, prefix: prefix.value, stripPrefix, at, route: path };
  }
}

function* domainsOf({ domain, domains }: RawMap, path: Path): Generator<[Path, unknown]> {
  if (domain !== undefined) yield [[...path, 'domain'], domain];
  for (const [n, value] of asList(domains).entries()) yield [[...path, 'domains', n], value];
}
