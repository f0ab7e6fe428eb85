import type { Config, EndpointConfig } from '../config.ts';
import { quote } from '../describe-value.ts';
import { isEveryAddress, isLoopback } from '../loopback.ts';
import type { Path } from '../problem.ts';
import type { Finding, Linted } from './finding.ts';

interface Place {
  readonly service: string;
  readonly path: Path;
}

/** Endpoints of two services, and endpoints that are the proxy itself. */
export function* endpoints({ config }: Linted): Generator<Finding> {
  const first = new Map<string, Place>();
  const told = new Set<string>();
  for (const [index, { name, hosts }] of config.services.entries()) {
    for (const [position, host] of hosts.entries()) {
      const place: Place = { service: name, path: ['proxy', 'services', index, 'hosts', position] };
      if (isOurs(host, config)) yield loop(host, place);
      const address = `${host.address}:${host.port}`;
      const earlier = first.get(address);
      if (earlier === undefined) first.set(address, place);
      if (earlier === undefined || told.has(address)) continue;
      told.add(address);
      yield shared(address, place, earlier);
    }
  }
}

function shared(address: string, { path }: Place, earlier: Place): Finding {
  return {
    kind: 'shared-endpoint',
    path,
    at: 'value',
    what:
      `${address} is an endpoint of service ${quote(earlier.service)} too, and each of the services counts health, ` +
      'ejections and limits for itself',
    fix: 'give one service both routes, unless the two need settings of their own',
    relatedPath: earlier.path,
  };
}

function isOurs({ address, port }: EndpointConfig, { listen, admin }: Config): boolean {
  return [listen, admin].some((listener) => {
    if (listener === false || listener.port !== port) return false;
    return listener.address === address || (isEveryAddress(listener.address) && isLoopback(address));
  });
}

function loop({ address, port }: EndpointConfig, { path }: Place): Finding {
  return {
    kind: 'loop',
    path,
    at: 'value',
    what: `${address}:${port} is this proxy itself, so that requests come back and end in 508`,
    fix: 'write the address and port of the instance',
  };
}
