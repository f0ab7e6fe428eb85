import { expect, it } from 'vitest';
import { errorLines, service, withServices } from '../../test-support.ts';

it('refuses a host that another service has, in whatever spelling', () => {
  const text = withServices(
    service('a', 'domain: Shop.example.'),
    service('b', 'domains: [x.example, SHOP.EXAMPLE]'),
  );
  expect(errorLines(text)).toEqual([
    'f:4:79 proxy.services[1].domains[1]: got "shop.example", which service "a" has already (line 3), ' +
      'expected each pair of domain and path once. ' +
      'Fix: remove one of the two, or give one of them a longer path',
  ]);
});

it('refuses a pair of host and path that another service has, with or without a trailing slash', () => {
  const text = withServices(
    service('a', 'domain: shop.example, path: /api/'),
    service('b', 'routes: [{domain: shop.example}, {domain: shop.example, path: /api}]'),
  );
  expect(errorLines(text)).toHaveLength(1);
  expect(errorLines(text)[0]).toContain(
    'proxy.services[1].routes[1].domain: got "shop.example/api", which service "a" has already (line 3)',
  );
});

it('refuses the same pair twice in one service', () => {
  const text = withServices(service('a', 'domains: [a.example, "[::1]", A.example, "::1"]'));
  expect(errorLines(text)).toEqual([
    expect.stringContaining(
      'proxy.services[0].domains[2]: got "a.example", which this service has already (line 3)',
    ),
    expect.stringContaining(
      'proxy.services[0].domains[3]: got "[::1]", which this service has already (line 3)',
    ),
  ]);
});

it.each([
  ['different paths of one host', 'domain: a.example, path: /x', 'domain: a.example, path: /y'],
  ['a wildcard and a name that it covers', 'domain: "*.example"', 'domain: a.example'],
  ['a wildcard and its own base', 'domain: "*.a.example"', 'domain: a.example'],
])('takes %s', (_name, one, other) => {
  expect(errorLines(withServices(service('a', one), service('b', other)))).toEqual([]);
});

it('finds the conflict beside other mistakes of the same services', () => {
  const text = withServices(
    '- { name: a, hosts: [], domain: a.example }',
    '- { name: b, hosts: [{ address: x y, port: 0 }], domain: a.example }',
  );
  expect(errorLines(text).filter((line) => line.includes('which service "a" has already'))).toHaveLength(1);
});
