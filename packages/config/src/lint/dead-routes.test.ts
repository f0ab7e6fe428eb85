import { expect, it } from 'vitest';
import { serviceOfItsOwn, warningLines, withServices } from '../test-support.ts';

function warnings(...routes: readonly string[]): string[] {
  return warningLines(withServices(...routes.map((each, index) => serviceOfItsOwn(`s${index}`, each))));
}

const label = 'a'.repeat(62);
const longName = [label, label, label, label].join('.');

it('tells of a wildcard below which no name is short enough', () => {
  expect(longName).toHaveLength(251);
  expect(warnings(`domain: '*.${longName}x'`)).toEqual([
    'f:3:70 proxy.services[0].domain: no name below it has at most 253 characters, which is the most that a name ' +
      'may have. Fix: shorten the domain',
  ]);
  expect(warnings(`domain: '*.${longName}'`)).toEqual([]);
});

it('tells of a path that no request head has room for', () => {
  expect(warnings(`domain: a.example, path: /${'a'.repeat(16_384)}`)).toEqual([
    'f:3:87 proxy.services[0].path: a request with so long a path is refused with 431. Fix: shorten the path',
  ]);
});

it('tells of a route behind the health path of the proxy', () => {
  expect(warnings('domain: a.example, path: /api/v2/_health_check')).toEqual([
    'f:3:87 proxy.services[0].path: requests for exactly /api/v2/_health_check never come here: ' +
      'the proxy answers them itself, as its healthPath. ' +
      'Fix: set proxy.healthPath to another path or to false, or choose another path here',
  ]);
});

it('tells of a prefix that cannot be taken off', () => {
  expect(warnings('domains: [a.example, b.example], stripPrefix: true')).toEqual([
    'f:3:95 proxy.services[0].stripPrefix: there is no prefix to take off where every path is routed here. ' +
      'Fix: remove stripPrefix, or add a path',
  ]);
});

it('tells of a route to where the path goes in any case', () => {
  expect(warnings('routes: [{domain: a.example}, {domain: a.example, path: /x}]')).toEqual([
    'f:3:118 proxy.services[0].routes[1].path: a.example/x goes to this service in any case, by its route for / ' +
      '(line 3). Fix: remove the route with the longer path',
  ]);
});

it.each([
  ['takes off a prefix', ['routes: [{domain: a.example}, {domain: a.example, path: /x, stripPrefix: true}]']],
  [
    'takes back a part of what another service has',
    ['routes: [{domain: a.example}, {domain: a.example, path: /x/y}]', 'domain: a.example, path: /x'],
  ],
  ['is for another host', ['routes: [{domain: a.example}, {domain: b.example, path: /x}]']],
])('says nothing of a route that %s', (_name, routes) => {
  expect(warnings(...routes)).toEqual([]);
});
