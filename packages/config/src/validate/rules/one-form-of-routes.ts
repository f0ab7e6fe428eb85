import type { Path, Problem } from '../../problem.ts';
import { asList, asMap, isMap } from '../raw.ts';
import type { RawMap } from '../raw.ts';
import { isDefault } from './one-default.ts';

/** Routes are written in one form, and every service but the default one has some. */
export function* oneFormOfRoutes(proxy: RawMap): Generator<Problem> {
  for (const [index, service] of asList(proxy['services']).entries()) {
    if (!isMap(service)) continue;
    const path: Path = ['proxy', 'services', index];
    if (has(service, 'routes')) yield* besideRoutes(path, service);
    else yield* shortForm(path, service, isDefault(service));
    for (const [position, route] of asList(service['routes']).entries()) {
      yield* shortForm([...path, 'routes', position], asMap(route), false);
    }
  }
}

function* besideRoutes(path: Path, service: RawMap): Generator<Problem> {
  for (const key of ['domain', 'domains', 'path', 'stripPrefix'].filter((name) => has(service, name))) {
    yield {
      kind: 'conflict',
      path: [...path, key],
      at: 'key',
      got: `${key} beside routes`,
      expected: 'routes alone, or the short form alone',
      fix: `move ${key} into an entry of routes`,
    };
  }
}

function* shortForm(path: Path, route: RawMap, mayHaveNone: boolean): Generator<Problem> {
  const named = has(route, 'domain') || has(route, 'domains');
  if (has(route, 'domain') && has(route, 'domains')) {
    yield {
      kind: 'conflict',
      path: [...path, 'domains'],
      at: 'key',
      got: 'domains beside domain',
      expected: 'one of the two',
      fix: 'put all of them into domains',
    };
  }
  if (!named && !mayHaveNone) {
    yield {
      kind: 'invalid',
      path: [...path, 'domain'],
      at: 'value',
      got: 'nothing',
      expected: path.includes('routes')
        ? 'a domain or domains'
        : 'a domain, domains, routes, or default: true',
      fix: 'write the host that is routed here, such as domain: shop.example.com',
    };
  }
  for (const key of ['path', 'stripPrefix'].filter((name) => !named && mayHaveNone && has(route, name))) {
    yield {
      kind: 'conflict',
      path: [...path, key],
      at: 'key',
      got: `${key} without a domain`,
      expected: 'a domain beside it: the default service takes whole hosts',
      fix: `remove ${key}, or add the domain that it belongs to`,
    };
  }
}

/** An undefined value, as code may have it, is the same as no key. */
function has(map: RawMap, key: string): boolean {
  return map[key] !== undefined;
}
