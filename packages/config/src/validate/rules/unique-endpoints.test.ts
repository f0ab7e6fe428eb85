import { expect, it } from 'vitest';
import { errorLines, withServices } from '../../test-support.ts';

function hosts(...entries: readonly string[]): string {
  return withServices(
    '- name: a',
    '  domain: a.example',
    '  hosts:',
    ...entries.map((entry) => `    - ${entry}`),
  );
}

it.each([
  ['the same entry', '{address: 10.0.0.1, port: 80}', '{address: 10.0.0.1, port: "80"}', '10.0.0.1:80'],
  ['a name in another case', '{address: shop, port: 80}', '{address: SHOP, port: 80}', 'shop:80'],
  ['another spelling of an address', '{address: "::1", port: 80}', '{address: "0::1", port: 080}', '::1:80'],
])('refuses %s twice', (_name, one, other, endpoint) => {
  expect(errorLines(hosts(one, other))).toEqual([
    `f:7:9 proxy.services[0].hosts[1]: got "${endpoint}" again (line 6), ` +
      'expected each address and port once in a service. ' +
      'Fix: remove one of the two; weight gives an endpoint a larger share',
  ]);
});

it('takes one address with several ports, and one endpoint in several services', () => {
  const text = withServices(
    '- {name: a, domain: a.example, hosts: [{address: x, port: 1}, {address: x, port: 2}]}',
    '- {name: b, domain: b.example, hosts: [{address: x, port: 1}]}',
  );
  expect(errorLines(text)).toEqual([]);
});
