import { quote } from '../../describe-value.ts';
import type { Path, Problem } from '../../problem.ts';
import { address } from '../../values/address.ts';
import { endpointPort } from '../../values/port.ts';
import { asList, asMap, servicesOf } from '../raw.ts';
import type { RawMap } from '../raw.ts';

/** Within a service each endpoint is there once: its name is its address and port. */
export function* uniqueEndpoints(proxy: RawMap): Generator<Problem> {
  for (const [index, service] of servicesOf(proxy).entries()) {
    yield* repeated(asList(service['hosts']).map(asMap), ['proxy', 'services', index, 'hosts']);
  }
}

function* repeated(hosts: readonly RawMap[], path: Path): Generator<Problem> {
  const first = new Map<string, number>();
  for (const [index, host] of hosts.entries()) {
    const name = nameOf(host);
    if (name === null) continue;
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, index);
      continue;
    }
    yield {
      kind: 'conflict',
      path: [...path, index],
      at: 'value',
      got: `${quote(name)} again`,
      relatedPath: [...path, earlier],
      expected: 'each address and port once in a service',
      fix: 'remove one of the two; weight gives an endpoint a larger share',
    };
  }
}

function nameOf(host: RawMap): string | null {
  const where = address.parse(host['address']);
  const port = endpointPort.parse(host['port']);
  return where.ok && port.ok ? `${where.value}:${port.value}` : null;
}
