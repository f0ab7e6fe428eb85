import { matchPath } from '@hostler/http';
import type { RouteCandidate, RoutedService, Router } from '../data-plane/routing/router.ts';

/** A route that has the request's host, and what became of it. */
export interface TriedRoute {
  readonly service: string;
  readonly domain: string;
  readonly path: string;
  readonly chosen: boolean;
  /** One clause. */
  readonly why: string;
}

export interface TriedRoutes {
  readonly tried: readonly TriedRoute[];
  /** Further ones, which lost too. */
  readonly more: number;
}

/** Somebody with a thousand prefixes on a host is told about the first ones. */
const MOST = 50;

/**
 * Every route that has the host, in the order in which they are looked at: the most specific host first, then the longest
 * prefix. The first whose prefix the path has is taken, and what stands behind it was not asked any more.
 */
export function triedRoutes<Service extends RoutedService>(
  router: Router<Service>,
  host: string,
  rawPath: string,
): TriedRoutes {
  const { path } = matchPath(rawPath);
  const tried: TriedRoute[] = [];
  let more = 0;
  let decidingDomain: string | null = null;
  let chosen: RouteCandidate<Service> | null = null;
  for (const candidate of router.candidates(host)) {
    const { domain } = candidate.route;
    decidingDomain ??= domain;
    const takes = domain === decidingDomain && isBelow(path, candidate.route.path);
    const wins = takes && chosen === null;
    const why = verdict(candidate, path, decidingDomain, chosen);
    if (wins) chosen = candidate;
    // The chosen one is always among them.
    if (tried.length < MOST || wins) {
      tried.push({
        service: candidate.service.name,
        domain,
        path: candidate.route.path,
        chosen: wins,
        why,
      });
    } else more += 1;
  }
  return { tried, more };
}

function verdict<Service>(
  { route }: RouteCandidate<Service>,
  path: string,
  decidingDomain: string,
  chosen: RouteCandidate<Service> | null,
): string {
  if (route.domain !== decidingDomain) return `${decidingDomain} is more specific and decides alone`;
  if (!isBelow(path, route.path)) return `the path is not below ${route.path}`;
  if (chosen !== null) return `${chosen.route.path} is longer`;
  return route.path === '/' ? 'takes every path' : 'the longest prefix that the path has';
}

/** Whole segments, as the prefix table compares them. */
function isBelow(path: string, prefix: string): boolean {
  return prefix === '/' || path === prefix || path.startsWith(`${prefix}/`);
}
