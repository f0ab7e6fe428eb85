import { quote } from '../describe-value.ts';
import type { Finding, Linted } from './finding.ts';
import { wildcardsAbove } from './routes-by-host.ts';
import type { RoutesByHost } from './routes-by-host.ts';

/**
 * A host with paths and without a root, below a wildcard or beside a default service: what its paths leave over is
 * answered 404, and not by the less specific host as people may expect.
 */
export function* restOfHost({ config, routes }: Linted): Generator<Finding> {
  const fallback = config.services.find((service) => service.default);
  const told = new Set<string>();
  for (const [domain, claims] of routes) {
    const [first] = claims;
    if (first === undefined || claims.some(({ prefix }) => prefix === '/')) continue;
    const expected = lessSpecific(domain, routes, fallback?.name);
    const pair = `${first.service} ${expected}`;
    if (expected === null || told.has(pair)) continue;
    told.add(pair);
    const paths = claims.map(({ prefix }) => prefix).join(', ');
    yield {
      kind: 'shadowed-route',
      path: first.at,
      at: 'value',
      what: `paths of ${domain} other than ${paths} are answered 404: ${expected} does not take what a more specific host leaves over`,
      fix: `add a route for ${domain} without a path to the service that should take the rest`,
    };
  }
}

function lessSpecific(domain: string, hosts: RoutesByHost, fallback: string | undefined): string | null {
  for (const wildcard of wildcardsAbove(domain)) if (hosts.has(wildcard)) return wildcard;
  return fallback === undefined ? null : `the default service ${quote(fallback)}`;
}
