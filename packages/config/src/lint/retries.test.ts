import { expect, it } from 'vitest';
import { hosts, warningsOf } from './test-support.ts';

it.each([
  [
    'more attempts than endpoints',
    `${hosts(2)}, retry: {attempts: 4}`,
    'retry.attempts: no request makes 4 attempts: each goes to another endpoint, and there are 2',
  ],
  [
    'retries with one endpoint',
    `${hosts(1)}, retry: {attempts: 2}`,
    'retry.attempts: no request makes 2 attempts: each goes to another endpoint, and there is 1',
  ],
  [
    'keys without retries',
    `${hosts(2)}, retry: {attempts: 1, idempotencyKey: true}`,
    'retry.idempotencyKey: with one attempt nothing is sent again, with an Idempotency-Key or without',
  ],
  [
    'a hedge with one endpoint',
    `${hosts(1)}, retry: {hedge: {}}`,
    'retry.hedge: a hedge goes to another endpoint, and there is only one',
  ],
  [
    'a hedge after the end',
    `${hosts(2)}, retry: {hedge: {after: 5s}}, timeouts: {responseHeader: 5s}`,
    'retry.hedge.after: the second attempt would begin after 5s, when timeouts.responseHeader of 5s has ended the first',
  ],
])('doubts %s', (_name, service, warning) => {
  expect(warningsOf(service)).toEqual([warning]);
});

it.each([
  ['as many attempts as endpoints', `${hosts(2)}, retry: {attempts: 2}`],
  ['the default with one endpoint', hosts(1)],
  [
    'names, which may have many addresses',
    'hosts: [{address: shop.internal, port: 80}], retry: {attempts: 5}',
  ],
  ['a hedge in time', `${hosts(2)}, retry: {hedge: {after: 1s}}`],
  ['a hedge without an end', `${hosts(2)}, retry: {hedge: {after: 5m}}, timeouts: {responseHeader: off}`],
])('says nothing of %s', (_name, service) => {
  expect(warningsOf(service)).toEqual([]);
});

it('says nothing of attempts that the defaults have for services with more endpoints', () => {
  expect(warningsOf(hosts(1), '  defaults: {retry: {attempts: 5}}\n')).toEqual([]);
});
