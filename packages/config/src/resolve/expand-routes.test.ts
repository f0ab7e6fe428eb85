import { expect, it } from 'vitest';
import { load, service, withServices } from '../test-support.ts';

it.each([
  ['one domain', 'domain: A.example', [{ domain: 'a.example', path: '/', stripPrefix: false }]],
  [
    'several domains with one path',
    'domains: [a.example, "*.b.example"], path: /api/, stripPrefix: true',
    [
      { domain: 'a.example', path: '/api', stripPrefix: true },
      { domain: '*.b.example', path: '/api', stripPrefix: true },
    ],
  ],
  [
    'routes, each with what it says itself',
    'routes: [{domain: a.example, path: /x, stripPrefix: "true"}, {domains: [b.example, c.example]}]',
    [
      { domain: 'a.example', path: '/x', stripPrefix: true },
      { domain: 'b.example', path: '/', stripPrefix: false },
      { domain: 'c.example', path: '/', stripPrefix: false },
    ],
  ],
  ['nothing, for the default service', 'default: true', []],
])('spells out %s', (_name, keys, routes) => {
  expect(load(withServices(service('a', keys))).services[0]?.routes).toEqual(routes);
});
