import { expect, it } from 'vitest';
import { errorLines, service, withServices } from '../../test-support.ts';

it.each([
  [
    'limits: {adaptiveConcurrency: {min: 5, max: 4}}',
    'limits.adaptiveConcurrency.min: got min of 5 above max of 4, expected min at most as large as max',
  ],
  [
    'outlierDetection: {baseEjection: 10m}',
    'outlierDetection.baseEjection: got baseEjection of 10m above maxEjection of 5m, ' +
      'expected baseEjection at most as long as maxEjection',
  ],
  [
    'limits: {queue: {deadline: 2s}}, timeouts: {request: 2s}',
    'limits.queue.deadline: got a deadline of 2s and timeouts.request of 2s, expected a deadline below timeouts.request',
  ],
])('refuses %s', (blocks, start) => {
  expect(errorLines(withServices(service('a', `domain: a.example, ${blocks}`)))).toEqual([
    expect.stringContaining(` proxy.services[0].${start}. Fix: change one of the two`),
  ]);
});

it.each([
  'limits: {adaptiveConcurrency: {min: 5, max: 5}}',
  'outlierDetection: {baseEjection: 5m}',
  'limits: {queue: {deadline: 2s}}',
  'timeouts: {request: 500ms}',
  'limits: {queue: false}, timeouts: {request: 500ms}',
])('takes %s', (blocks) => {
  expect(errorLines(withServices(service('a', `domain: a.example, ${blocks}`)))).toEqual([]);
});

it('points at the half that the service wrote', () => {
  const text = withServices(service('a', 'domain: a.example, timeouts: {request: 1s}')).replace(
    'proxy:\n',
    'proxy:\n  defaults: {limits: {queue: {deadline: 3s}}}\n',
  );
  expect(errorLines(text)).toEqual([
    expect.stringContaining(' proxy.services[0].timeouts.request: got a deadline of 3s'),
  ]);
});
