import { closestWord } from '../../closest-word.ts';
import { quote } from '../../describe-value.ts';
import type { Path, Problem } from '../../problem.ts';
import { asList, asMap, isMap, servicesOf } from '../raw.ts';
import type { RawMap } from '../raw.ts';

/** A test expects something, and something that can be. */
export function* meaningfulTests(proxy: RawMap): Generator<Problem> {
  const tests = asList(proxy['tests']);
  if (tests.length === 0) return;
  const names = new Set(servicesOf(proxy).map(({ name }) => name));
  for (const [index, test] of tests.entries()) {
    const expect = asMap(test)['expect'];
    if (isMap(expect)) yield* meaningful(expect, ['proxy', 'tests', index, 'expect'], names);
  }
}

function* meaningful(expect: RawMap, path: Path, names: ReadonlySet<unknown>): Generator<Problem> {
  const written = Object.keys(expect).filter((key) => expect[key] !== undefined);
  if (written.length === 0) {
    yield {
      kind: 'invalid',
      path,
      at: 'value',
      got: 'an empty map',
      expected: 'one expectation at least',
      fix: 'write what must come of it, such as "service: shop" or "status: 404"',
    };
  }
  const { service } = expect;
  if (typeof service === 'string' && !names.has(service)) yield unknownService(service, path, names);
  const refused = written.find((key) => key === 'error' || key === 'status');
  for (const key of written.filter(
    (each) => refused !== undefined && (each === 'path' || each === 'headers'),
  )) {
    yield {
      kind: 'conflict',
      path: [...path, key],
      at: 'key',
      got: `${key} beside ${refused}`,
      expected: 'either what is sent to an endpoint, or an error of the proxy',
      fix: `remove ${key}, or remove ${refused}`,
    };
  }
}

function unknownService(service: string, path: Path, names: ReadonlySet<unknown>): Problem {
  const known = [...names].filter((name) => typeof name === 'string');
  const meant = closestWord(service, known);
  return {
    kind: 'conflict',
    path: [...path, 'service'],
    at: 'value',
    got: `${quote(service)}, which no service is called`,
    expected: 'the name of a service',
    fix: meant === null ? 'write the name of an entry of proxy.services' : `did you mean ${meant}?`,
  };
}
