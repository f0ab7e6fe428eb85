import { expect, it } from 'vitest';
import { hosts, warningsOf } from './test-support.ts';

const secret = '  secret: 0123456789abcdef\n';

it.each([
  [
    'a cookie beside hashing',
    `${hosts(2)}, loadBalancing: {policy: consistent-hash, sticky: {}}`,
    'loadBalancing.sticky: the sticky cookie decides before consistent-hash does, for every client that returns cookies',
  ],
  [
    'a cookie for a single endpoint',
    `${hosts(1)}, loadBalancing: {sticky: {}}`,
    'loadBalancing.sticky: sticky changes nothing with a single endpoint',
  ],
  [
    'a slow start of a single endpoint',
    `${hosts(1)}, loadBalancing: {slowStart: 30s}`,
    'loadBalancing.slowStart: slowStart changes nothing with a single endpoint',
  ],
  [
    'the weight of a single endpoint',
    'hosts: [{address: 10.0.0.1, port: 80, weight: 5}]',
    'hosts[0].weight: a weight is a share among several endpoints, and there is only one',
  ],
])('doubts %s', (_name, service, warning) => {
  expect(warningsOf(service, secret)).toEqual([warning]);
});

it.each([
  ['a cookie for several endpoints', `${hosts(2)}, loadBalancing: {sticky: {}, slowStart: 30s}`],
  ['what is turned off', `${hosts(1)}, loadBalancing: {sticky: false, slowStart: off}`],
  ['endpoints that are looked up', 'discovery: {type: file, path: a.yaml}, loadBalancing: {slowStart: 30s}'],
])('says nothing of %s', (_name, service) => {
  expect(warningsOf(service, secret)).toEqual([]);
});
