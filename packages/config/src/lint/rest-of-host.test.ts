import { expect, it } from 'vitest';
import { serviceOfItsOwn, warningLines, withServices } from '../test-support.ts';

const api = serviceOfItsOwn('api', 'domain: shop.example.com, path: /api');

it.each([
  ['a wildcard', "domain: '*.example.com'", '*.example.com'],
  ['a default service', 'default: true', 'the default service "other"'],
])('tells what a host without a root leaves over beside %s', (_name, routes, expected) => {
  expect(warningLines(withServices(api, serviceOfItsOwn('other', routes)))).toEqual([
    'f:3:72 proxy.services[0].domain: paths of shop.example.com other than /api are answered 404: ' +
      `${expected} does not take what a more specific host leaves over. ` +
      'Fix: add a route for shop.example.com without a path to the service that should take the rest',
  ]);
});

it('tells of it once for all the hosts of a service', () => {
  const many = serviceOfItsOwn('many', 'domains: [a.example.com, b.example.com], path: /api');
  const lines = warningLines(withServices(many, serviceOfItsOwn('other', 'default: true')));
  expect(lines).toEqual([expect.stringContaining('paths of a.example.com other than /api')]);
});

it.each([
  ['nobody else could take it', [api]],
  [
    'the host has a root',
    [api, serviceOfItsOwn('a', 'domain: shop.example.com'), serviceOfItsOwn('b', 'default: true')],
  ],
])('says nothing where %s', (_name, services) => {
  expect(warningLines(withServices(...services))).toEqual([]);
});
