import type { Path, Problem } from '../../problem.ts';
import { asList, isMap } from '../raw.ts';
import type { RawMap } from '../raw.ts';

/** Endpoints are listed or looked up, and every service has some. */
export function* oneSourceOfEndpoints(proxy: RawMap): Generator<Problem> {
  for (const [index, service] of asList(proxy['services']).entries()) {
    if (!isMap(service)) continue;
    const path: Path = ['proxy', 'services', index];
    const { hosts, discovery } = service;
    if (hosts !== undefined && discovery !== undefined) {
      yield {
        kind: 'conflict',
        path: [...path, 'discovery'],
        at: 'key',
        got: 'discovery beside hosts',
        expected: 'one of the two',
        fix: 'remove hosts to look the endpoints up, or discovery to list them',
      };
    }
    if (hosts !== undefined || discovery !== undefined) continue;
    yield {
      kind: 'invalid',
      path: [...path, 'hosts'],
      at: 'value',
      got: 'nothing',
      expected: 'hosts or discovery',
      fix: 'add hosts, each entry after a "- ", such as "- { address: 10.0.0.1, port: 9090 }"',
    };
  }
}
