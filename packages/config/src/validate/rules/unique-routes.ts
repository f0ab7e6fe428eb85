import { quote } from '../../describe-value.ts';
import type { Problem } from '../../problem.ts';
import { claimsOf } from '../claims.ts';
import type { Claim } from '../claims.ts';
import { servicesOf } from '../raw.ts';
import type { RawMap } from '../raw.ts';

/** A pair of domain and path leads to one service. */
export function* uniqueRoutes(proxy: RawMap): Generator<Problem> {
  const services = servicesOf(proxy);
  const first = new Map<string, Claim>();
  for (const [index, service] of services.entries()) {
    for (const claim of claimsOf(service, index)) {
      const key = claim.domain + (claim.prefix === '/' ? '' : claim.prefix);
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, claim);
      else yield conflict(key, claim, earlier, services[earlier.service]?.['name']);
    }
  }
}

function conflict(key: string, claim: Claim, earlier: Claim, name: unknown): Problem {
  const same = claim.service === earlier.service;
  const owner = same ? 'this service' : `service ${quote(String(name))}`;
  return {
    kind: 'conflict',
    path: claim.at,
    at: 'value',
    got: `${quote(key)}, which ${owner} has already`,
    relatedPath: earlier.at,
    expected: 'each pair of domain and path once',
    fix: same ? 'remove one of the two' : 'remove one of the two, or give one of them a longer path',
  };
}
