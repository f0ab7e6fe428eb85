import type { Config } from '../config.ts';
import type { Path } from '../problem.ts';
import { asMap } from '../validate/raw.ts';
import type { RawMap } from '../validate/raw.ts';
import type { Finding, Linted } from './finding.ts';

/** Characters. 64 bits in hexadecimal digits; less can be tried out. */
const shortestSecret = 16;

/** What stands directly under `proxy`. */
export function* settings({ config, proxy }: Linted): Generator<Finding> {
  const { admin, secret, trustedProxies } = config;
  for (const [index, range] of trustedProxies.entries()) {
    if (range.endsWith('/0')) yield everybody(range, ['proxy', 'trustedProxies', index]);
  }
  if (secret !== null && secret.length < shortestSecret) yield short(['proxy', 'secret']);
  if (hashesInVain(proxy, config)) {
    const path = ['proxy', 'defaults', 'loadBalancing', 'hashOn'];
    const what = 'no service has the policy consistent-hash';
    yield {
      kind: 'no-effect',
      path,
      at: 'key',
      what,
      fix: 'write policy: consistent-hash, or remove hashOn',
    };
  }
  if (admin === false) return;
  if (admin.token !== null && admin.token.length < shortestSecret) yield short(['proxy', 'admin', 'token']);
  if (admin.api) return;
  if (admin.token !== null) yield withoutApi('token');
  if (admin.hosts.length > 0) yield withoutApi('hosts');
}

function everybody(range: string, path: Path): Finding {
  return {
    kind: 'insecure',
    path,
    at: 'value',
    what: `${range} is everybody: every client can say what address it has`,
    fix: 'write the addresses of the load balancers in front',
  };
}

function short(path: Path): Finding {
  return {
    kind: 'insecure',
    path,
    at: 'value',
    what: `a value of fewer than ${shortestSecret} characters can be guessed`,
    fix: 'use a random one, such as the output of "openssl rand -hex 32"',
  };
}

function withoutApi(key: string): Finding {
  return {
    kind: 'no-effect',
    path: ['proxy', 'admin', key],
    at: 'key',
    what: `${key} guards the API, which api: false turns off`,
    fix: `remove ${key}, or api: false`,
  };
}

/** In the defaults `hashOn` waits for services with the policy; there should be one. */
function hashesInVain(proxy: RawMap, { services }: Config): boolean {
  if (asMap(asMap(proxy['defaults'])['loadBalancing'])['hashOn'] === undefined) return false;
  return services.every(({ loadBalancing }) => loadBalancing.policy !== 'consistent-hash');
}
