import { expect, it } from 'vitest';
import { errorLines, load, service, withServices } from '../../test-support.ts';

it.each([
  [
    'no route at all',
    'hostHeader: client',
    'proxy.services[0].domain: got nothing, expected a domain, domains, routes, or default: true. ' +
      'Fix: write the host that is routed here, such as domain: shop.example.com',
  ],
  [
    'domain beside routes',
    'routes: [{domain: a.example}], domain: b.example',
    'proxy.services[0].domain: got domain beside routes, expected routes alone, or the short form alone. ' +
      'Fix: move domain into an entry of routes',
  ],
  [
    'stripPrefix beside routes',
    'routes: [{domain: a.example}], stripPrefix: true',
    'proxy.services[0].stripPrefix: got stripPrefix beside routes, expected routes alone, or the short form alone. ' +
      'Fix: move stripPrefix into an entry of routes',
  ],
  [
    'domain and domains',
    'domain: a.example, domains: [b.example]',
    'proxy.services[0].domains: got domains beside domain, expected one of the two. Fix: put all of them into domains',
  ],
  [
    'a route without a domain',
    'routes: [{path: /api}]',
    'proxy.services[0].routes[0].domain: got nothing, expected a domain or domains. ' +
      'Fix: write the host that is routed here, such as domain: shop.example.com',
  ],
  [
    'a route of the default service without a domain',
    'default: true, routes: [{path: /api}]',
    'proxy.services[0].routes[0].domain: got nothing, expected a domain or domains. ' +
      'Fix: write the host that is routed here, such as domain: shop.example.com',
  ],
  [
    'a path without a domain in the default service',
    'default: true, path: /api',
    'proxy.services[0].path: got path without a domain, ' +
      'expected a domain beside it: the default service takes whole hosts. ' +
      'Fix: remove path, or add the domain that it belongs to',
  ],
])('refuses %s', (_name, keys, line) => {
  expect(errorLines(withServices(service('a', keys)))).toEqual([expect.stringMatching(/^f:3:\d+ /)]);
  expect(errorLines(withServices(service('a', keys)))[0]).toContain(line);
});

it('takes a default service with routes of its own', () => {
  const text = withServices(service('a', 'default: true, domain: a.example, path: /x'));
  expect(load(text).services[0]?.routes).toEqual([{ domain: 'a.example', path: '/x', stripPrefix: false }]);
});
