import { expect, it } from 'vitest';
import { service, serviceOfItsOwn, warningLines, withServices } from '../test-support.ts';

it('tells once of an endpoint that several services have', () => {
  const names = ['a', 'b', 'c'];
  expect(
    warningLines(withServices(...names.map((name) => service(name, `domain: ${name}.example`)))),
  ).toEqual([
    'f:4:24 proxy.services[1].hosts[0]: 10.0.0.1:80 is an endpoint of service "a" too, and each of the services counts ' +
      'health, ejections and limits for itself (line 3). ' +
      'Fix: give one service both routes, unless the two need settings of their own',
  ]);
});

it.each([
  ['its address and port', '{address: 10.0.0.9, port: 80}', 'listen: {address: 10.0.0.9, port: 80}'],
  [
    'loopback, when it listens everywhere',
    '{address: localhost, port: 80}',
    'listen: {address: "::", port: 80}',
  ],
  ['its admin side', '{address: 127.0.0.1, port: 9901}', 'admin: {}'],
])('tells of an endpoint that is the proxy itself: %s', (_name, host, listener) => {
  const text = withServices(`- {name: a, domain: a.example, hosts: [${host}]}`);
  expect(warningLines(text.replace('proxy:\n', `proxy:\n  ${listener}\n`))).toEqual([
    expect.stringMatching(
      /^f:4:42 proxy\.services\[0\]\.hosts\[0\]: \S+ is this proxy itself, so that requests come back and end in 508\. Fix: write the address and port of the instance$/,
    ),
  ]);
});

it('says nothing of equal ports elsewhere', () => {
  const text = withServices(serviceOfItsOwn('a', 'domain: a.example'), service('b', 'domain: b.example'));
  expect(warningLines(text.replace('proxy:\n', 'proxy:\n  listen: {address: 0.0.0.0, port: 80}\n'))).toEqual(
    [],
  );
});
