import { quote } from '../../describe-value.ts';
import type { Path, Problem } from '../../problem.ts';
import { domain as domainType } from '../../values/domain.ts';
import { pathPrefix } from '../../values/path.ts';
import { asList, asMap, servicesOf } from '../raw.ts';
import type { RawMap } from '../raw.ts';

/** One claim of a service on a host and a path, both in canonical form. */
interface Claim {
  readonly service: number;
  readonly path: Path;
  readonly key: string;
}

/** A pair of domain and path leads to one service. */
export function* uniqueRoutes(proxy: RawMap): Generator<Problem> {
  const services = servicesOf(proxy);
  const first = new Map<string, Claim>();
  for (const [index, service] of services.entries()) {
    for (const claim of claimsOf(service, index)) {
      const earlier = first.get(claim.key);
      if (earlier === undefined) first.set(claim.key, claim);
      else yield conflict(claim, earlier, services[earlier.service]?.['name']);
    }
  }
}

function conflict(claim: Claim, earlier: Claim, name: unknown): Problem {
  const same = claim.service === earlier.service;
  const owner = same ? 'this service' : `service ${quote(String(name))}`;
  return {
    kind: 'conflict',
    path: claim.path,
    at: 'value',
    got: `${quote(claim.key)}, which ${owner} has already`,
    relatedPath: earlier.path,
    expected: 'each pair of domain and path once',
    fix: same ? 'remove one of the two' : 'remove one of the two, or give one of them a longer path',
  };
}

function* claimsOf(service: RawMap, index: number): Generator<Claim> {
  const path: Path = ['proxy', 'services', index];
  yield* claimsOfRoute(service, index, path);
  for (const [position, route] of asList(service['routes']).entries()) {
    yield* claimsOfRoute(asMap(route), index, [...path, 'routes', position]);
  }
}

function* claimsOfRoute(route: RawMap, service: number, at: Path): Generator<Claim> {
  const prefix = pathPrefix.parse(route['path'] ?? '/');
  if (!prefix.ok) return;
  const domains: [Path, unknown][] = asList(route['domains']).map((value, n) => [
    [...at, 'domains', n],
    value,
  ]);
  if (route['domain'] !== undefined) domains.unshift([[...at, 'domain'], route['domain']]);
  for (const [path, value] of domains) {
    const parsed = domainType.parse(value);
    if (parsed.ok) yield { service, path, key: parsed.value + (prefix.value === '/' ? '' : prefix.value) };
  }
}
