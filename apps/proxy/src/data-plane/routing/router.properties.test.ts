import { matchPath } from '@hostler/http';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRoutes } from './router.ts';
import type { Match, Route, RoutedService } from './router.ts';

/** Few labels and segments, so that hosts, wildcards and prefixes often overlap. */
const label = fc.constantFrom('a', 'b', 'c');
const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
const domain = fc.tuple(fc.boolean(), name).map(([wildcard, base]) => (wildcard ? `*.${base}` : base));
const segment = fc.constantFrom('x', 'y', 'xy');
const prefix = fc.array(segment, { maxLength: 3 }).map((segments) => `/${segments.join('/')}`);
const route = fc.record({ domain, path: prefix, stripPrefix: fc.boolean() });
const rawSegment = fc.oneof(
  { weight: 4, arbitrary: segment },
  fc.constantFrom('', '.', '..', '%2e', '%78', 'z'),
);
const rawPath = fc.array(rawSegment, { maxLength: 5 }).map((segments) => `/${segments.join('/')}`);

const services = fc
  .tuple(fc.uniqueArray(route, { selector: (each) => each.domain + each.path, maxLength: 12 }), fc.boolean())
  .map(([routes, withDefault]) => [
    ...routes.map((each, index): RoutedService => ({ name: String(index), default: false, routes: [each] })),
    ...(withDefault ? [{ name: 'default', default: true, routes: [] }] : []),
  ]);

/** How specific a domain is for a host: its length, an exact one before all; -1 when it does not match. */
function rank(host: string, pattern: string): number {
  if (pattern === host) return Number.POSITIVE_INFINITY;
  return pattern.startsWith('*.') && host.endsWith(pattern.slice(1)) ? pattern.length : -1;
}

function hasPrefix(path: string, candidate: string): boolean {
  return candidate === '/' || path === candidate || path.startsWith(`${candidate}/`);
}

/** The rule of the documentation word for word, by looking at every route. */
function lookEverywhere(all: readonly RoutedService[], host: string, path: string): string {
  const routes = all.flatMap((service) => service.routes);
  const best = Math.max(...routes.map((each) => rank(host, each.domain)), -1);
  if (best === -1) return all.some((service) => service.default) ? '*/' : 'no-host';
  const ofHost = routes.filter((each) => rank(host, each.domain) === best && hasPrefix(path, each.path));
  const longest = ofHost.toSorted((one, other) => other.path.length - one.path.length)[0];
  return longest === undefined ? 'no-path' : nameOf(longest);
}

function nameOf({ domain: host, path }: Route): string {
  return host + path;
}

/** The route found, or why there is none. */
function resultOf(match: Match<unknown>): string {
  return match.kind === 'route' ? nameOf(match.route) : match.kind;
}

describe('the router', () => {
  it('finds what looking at every route finds', () => {
    fc.assert(
      fc.property(services, name, prefix, (all, host, path) => {
        expect(resultOf(compileRoutes(all).match(host, path, ''))).toBe(lookEverywhere(all, host, path));
      }),
      { numRuns: 500 },
    );
  });

  it('routes a raw path as its normalised copy, or refuses it', () => {
    fc.assert(
      fc.property(services, name, rawPath, (all, host, path) => {
        const result = resultOf(compileRoutes(all).match(host, path, ''));
        expect(['unsafe-path', lookEverywhere(all, host, matchPath(path).path)]).toContain(result);
      }),
      { numRuns: 500 },
    );
  });

  it('sends a raw path as it came but for the stripped prefix', () => {
    fc.assert(
      fc.property(services, name, rawPath, (all, host, path) => {
        const match = compileRoutes(all).match(host, path, '?q');
        fc.pre(match.kind === 'route');
        expect([`${path}?q`, `${path}/?q`]).toContain(match.strippedPrefix + match.forwardTarget);
      }),
    );
  });

  it('never sends an endpoint a path that resolves to outside of what is its own', () => {
    fc.assert(
      fc.property(services, name, rawPath, (all, host, path) => {
        const match = compileRoutes(all).match(host, path, '');
        fc.pre(match.kind === 'route');
        const seen = new URL(`http://endpoint${match.strippedPrefix}${match.forwardTarget}`).pathname;
        expect(hasPrefix(matchPath(seen).path, match.route.path)).toBe(true);
      }),
    );
  });
});
