import { quote } from '../describe-value.ts';
import type { Claim } from '../validate/claims.ts';
import type { Finding, Linted } from './finding.ts';
import { covers, wildcardsAbove } from './routes-by-host.ts';
import type { RoutesByHost } from './routes-by-host.ts';

/**
 * A path below a wildcard that another service takes on some host of its own: the most specific host decides before the
 * path does. Each such route is told of once, with one of the hosts.
 *
 * That `/api` and `/api/v1` of one host lead to different services is no reason to warn: the longest path wins, and
 * people rely on it.
 */
export function* hiddenPaths(linted: Linted): Generator<Finding> {
  const told = new Set<Claim>();
  for (const [domain, claims] of linted.routes) {
    for (const hidden of hiddenBy(domain, claims, linted.routes)) {
      if (told.has(hidden)) continue;
      told.add(hidden);
      yield finding(hidden, domain, linted);
    }
  }
}

function* hiddenBy(domain: string, claims: readonly Claim[], hosts: RoutesByHost): Generator<Claim> {
  for (const wildcard of wildcardsAbove(domain)) {
    for (const claim of hosts.get(wildcard) ?? []) {
      if (claim.prefix === '/') continue;
      const taker = takerOf(claim.prefix, claims);
      if (taker !== null && taker.service !== claim.service) yield claim;
    }
  }
}

function takerOf(path: string, claims: readonly Claim[]): Claim | null {
  const covering = claims.filter(({ prefix }) => covers(prefix, path));
  return covering.sort((a, b) => b.prefix.length - a.prefix.length)[0] ?? null;
}

function finding({ service, domain, prefix, at }: Claim, host: string, { config }: Linted): Finding {
  const name = quote(config.services[service]?.name ?? '');
  return {
    kind: 'shadowed-route',
    path: at,
    at: 'value',
    what: `service ${name} does not get ${domain}${prefix} for ${host}, a more specific host with routes of its own`,
    fix: `add ${host} to the domains of this route if it should`,
  };
}
