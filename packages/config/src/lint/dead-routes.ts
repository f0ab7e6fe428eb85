import type { Claim } from '../validate/claims.ts';
import type { Finding, Linted } from './finding.ts';
import { covers } from './routes-by-host.ts';

/** Longest domain name (RFC 1035 2.3.4), and longest request head that is read. */
const longestName = 253;
const longestHead = 16_384;

/** Routes, or parts of them, that no request can ever take, and routes that change nothing. */
export function* deadRoutes({ config, routes }: Linted): Generator<Finding> {
  for (const claims of routes.values()) {
    for (const claim of claims) {
      yield* unreachable(claim);
      if (claim.prefix === config.healthPath) yield behindHealthPath(claim);
      yield* withoutEffect(claim, claims);
    }
  }
}

function* unreachable({ domain, prefix, at, route }: Claim): Generator<Finding> {
  if (domain.startsWith('*.') && domain.length > longestName) {
    yield {
      kind: 'dead-route',
      path: at,
      at: 'value',
      what: `no name below it has at most ${longestName} characters, which is the most that a name may have`,
      fix: 'shorten the domain',
    };
  }
  if (prefix.length > longestHead) {
    yield {
      kind: 'dead-route',
      path: [...route, 'path'],
      at: 'value',
      what: 'a request with so long a path is refused with 431',
      fix: 'shorten the path',
    };
  }
}

function behindHealthPath({ prefix, route }: Claim): Finding {
  return {
    kind: 'shadowed-route',
    path: [...route, 'path'],
    at: 'value',
    what: `requests for exactly ${prefix} never come here: the proxy answers them itself, as its healthPath`,
    fix: 'set proxy.healthPath to another path or to false, or choose another path here',
  };
}

function* withoutEffect(claim: Claim, claims: readonly Claim[]): Generator<Finding> {
  const { prefix, stripPrefix, route } = claim;
  if (prefix === '/') {
    if (!stripPrefix) return;
    const what = 'there is no prefix to take off where every path is routed here';
    yield {
      kind: 'no-effect',
      path: [...route, 'stripPrefix'],
      at: 'key',
      what,
      fix: 'remove stripPrefix, or add a path',
    };
    return;
  }
  const next = claims
    .filter((other) => other !== claim && covers(other.prefix, prefix))
    .sort((a, b) => b.prefix.length - a.prefix.length)[0];
  if (next === undefined || next.service !== claim.service || next.stripPrefix || stripPrefix) return;
  yield {
    kind: 'no-effect',
    path: [...route, 'path'],
    at: 'value',
    what: `${claim.domain}${prefix} goes to this service in any case, by its route for ${next.prefix}`,
    fix: 'remove the route with the longer path',
    relatedPath: next.at,
  };
}
