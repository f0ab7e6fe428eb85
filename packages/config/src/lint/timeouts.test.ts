import { expect, it } from 'vitest';
import { hosts, warningsOf } from './test-support.ts';

it.each([
  [
    'timeouts: {connect: 5s}',
    'timeouts.connect: one connection may take 5s, and all attempts to connect together 5s: ' +
      'an endpoint that swallows packets leaves no time for another one',
  ],
  [
    'timeouts: {connect: off, acquire: 1s}',
    'timeouts.connect: one connection may take for ever, and all attempts to connect together 1s: ' +
      'an endpoint that swallows packets leaves no time for another one',
  ],
  [
    'timeouts: {request: 10s}',
    'timeouts.request: waiting for a response may take 30s, and the whole request 10s: ' +
      'an endpoint that hangs uses it up, and no other one is tried',
  ],
])('doubts %s', (blocks, warning) => {
  expect(warningsOf(`${hosts(2)}, ${blocks}`)).toEqual([warning]);
});

it.each(['timeouts: {}', 'timeouts: {connect: off, acquire: off}', 'timeouts: {request: 31s}'])(
  'says nothing of %s',
  (blocks) => {
    expect(warningsOf(`${hosts(2)}, ${blocks}`)).toEqual([]);
  },
);

it('tells once what the defaults have for all', () => {
  expect(warningsOf(hosts(2), '  defaults: {timeouts: {acquire: 1s}}\n')).toEqual([
    'proxy.defaults.timeouts.acquire: one connection may take 2s, and all attempts to connect together 1s: ' +
      'an endpoint that swallows packets leaves no time for another one',
  ]);
});
