import { expect, it } from 'vitest';
import { errorLines, load, withServices } from '../../test-support.ts';

function lookedUp(discovery: string, defaults = '{}'): string {
  const text = withServices(`- {name: a, domain: a.example, discovery: ${discovery}}`);
  return text.replace('proxy:\n', `proxy:\n  defaults: ${defaults}\n`);
}

it.each([
  ['no type', '{name: a.internal}', 'type: got nothing, expected one of dns, srv, file. Fix: add type: dns'],
  [
    'no name',
    '{type: srv}',
    'name: got nothing, expected a name beside type: srv. Fix: add name, such as name: shop.internal.example.com',
  ],
  [
    'no port',
    '{type: dns, name: a.internal}',
    'port: got nothing, expected a port beside type: dns. Fix: add port, such as port: 9090',
  ],
  [
    'no path',
    '{type: file}',
    'path: got nothing, expected a path beside type: file. Fix: add path, such as path: endpoints.yaml',
  ],
  [
    'what another type has',
    '{type: srv, name: a.internal, port: 80}',
    'port: got port beside type: srv, expected only type, name, servers. Fix: remove port',
  ],
  [
    'a type that is not built yet',
    '{type: endpointslice}',
    'type: got "endpointslice", which is not built yet, expected one of dns, srv, file. Fix: use one of dns, srv, file',
  ],
])('refuses %s', (_name, discovery, end) => {
  const [line = '', ...others] = errorLines(lookedUp(discovery));
  expect(others).toEqual([]);
  expect(line.slice(line.indexOf('proxy.'))).toBe(`proxy.services[0].discovery.${end}`);
});

it.each([
  [
    'the addresses of a name',
    '{type: dns, name: A.internal, port: "80", servers: [10.0.0.2], weight: 3}',
    { type: 'dns', name: 'a.internal', port: 80, servers: ['10.0.0.2:53'], weight: 3 },
  ],
  ['SRV records', '{type: srv, name: _http._tcp.a}', { type: 'srv', name: '_http._tcp.a', servers: [] }],
  ['an absolute file', '{type: file, path: /etc/e.yaml}', { type: 'file', path: '/etc/e.yaml' }],
])('takes %s', (_name, discovery, expected) => {
  expect(load(lookedUp(discovery)).services[0]?.discovery).toEqual(expected);
});

it('is filled in by the defaults, which turn it on for nobody', () => {
  const defaults = '{discovery: {type: dns, servers: [10.0.0.2], port: 80, weight: 5}}';
  expect(load(lookedUp('{name: a.internal, weight: 1}', defaults)).services[0]?.discovery).toEqual({
    type: 'dns',
    name: 'a.internal',
    port: 80,
    servers: ['10.0.0.2:53'],
    weight: 1,
  });
  expect(load(lookedUp('{type: file, path: /e.yaml}', defaults)).services[0]?.discovery).toEqual({
    type: 'file',
    path: '/e.yaml',
  });
  const listed = lookedUp('', defaults).replace('discovery: }', 'hosts: [{address: a, port: 1}]}');
  expect(load(listed).services[0]?.discovery).toBeNull();
});
