import { quote } from '../describe-value.ts';
import { Written } from '../validate/written.ts';
import type { Finding, Linted } from './finding.ts';

/** Services that share a host and would overwrite each other's sticky cookie. */
export function* cookies({ config, proxy, routes }: Linted): Generator<Finding> {
  const { services } = config;
  if (services.every(({ loadBalancing }) => loadBalancing.sticky === null)) return;
  const told = new Set<number>();
  for (const [domain, claims] of routes) {
    const owners = new Map<string, number>();
    for (const { service } of claims) {
      const cookie = services[service]?.loadBalancing.sticky?.cookie;
      if (cookie === undefined) continue;
      const owner = owners.get(cookie) ?? service;
      owners.set(cookie, owner);
      if (owner === service || told.has(service)) continue;
      told.add(service);
      yield {
        kind: 'contradiction',
        path: new Written(proxy, service).pathOf(['loadBalancing', 'sticky', 'cookie']),
        at: 'value',
        what: `service ${quote(services[owner]?.name ?? '')} sets the cookie ${cookie} on ${domain} too: each would overwrite the other's`,
        fix: 'give each service a cookie of its own, or remove cookie: its name is the default',
      };
    }
  }
}
