import { servicesOf } from '../validate/raw.ts';
import type { RawMap } from '../validate/raw.ts';
import { claimsOf } from '../validate/claims.ts';
import type { Claim } from '../validate/claims.ts';

/** The claims on each host, by domain as it is written: `shop.example.com`, `*.example.com`. */
export type RoutesByHost = ReadonlyMap<string, readonly Claim[]>;

/** All claims of a configuration. */
export function routesByHost(proxy: RawMap): RoutesByHost {
  const hosts = new Map<string, Claim[]>();
  for (const [index, service] of servicesOf(proxy).entries()) {
    for (const claim of claimsOf(service, index)) {
      const claims = hosts.get(claim.domain);
      if (claims === undefined) hosts.set(claim.domain, [claim]);
      else claims.push(claim);
    }
  }
  return hosts;
}

/** The wildcards that cover a host and are not itself, the longest first. */
export function* wildcardsAbove(domain: string): Generator<string> {
  const name = domain.startsWith('*.') ? domain.slice(2) : domain;
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
    yield `*${name.slice(dot)}`;
  }
}

/** Whether a path is a prefix or below it, by whole segments. */
export function covers(prefix: string, path: string): boolean {
  return prefix === '/' || path === prefix || path.startsWith(`${prefix}/`);
}
