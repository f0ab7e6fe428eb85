import { expect, it } from 'vitest';
import { hosts, warningsOf } from './test-support.ts';

it.each([
  [
    'a limit above what the endpoints take',
    'limits: {maxInFlight: 2000}',
    'limits.maxInFlight: maxInFlight of 2000 is never reached: the endpoints take 1024 together',
  ],
  [
    'a limit of one above that of all',
    'limits: {maxInFlight: 10, maxInFlightPerEndpoint: 20}',
    'limits.maxInFlightPerEndpoint: maxInFlightPerEndpoint of 20 is never reached: maxInFlight allows the whole service 10',
  ],
  [
    'one that adapts above one that does not',
    'limits: {maxInFlight: 10, adaptiveConcurrency: {min: 5, max: 20}}',
    'limits.adaptiveConcurrency.max: adaptiveConcurrency may not go up to 20: maxInFlight is 10',
  ],
  [
    'a queue without limits',
    'limits: {maxInFlightPerEndpoint: off, queue: {size: 5}}',
    'limits.queue: nothing ever waits: there is no limit of requests in flight',
  ],
])('doubts %s', (_name, limits, warning) => {
  expect(warningsOf(`${hosts(2)}, ${limits}`)).toEqual([warning]);
});

it('doubts limits that do not divide over the workers', () => {
  expect(warningsOf(`${hosts(2)}, limits: {maxInFlight: 3}`, '  workers: 4\n')).toEqual([
    'limits.maxInFlight: maxInFlight of 3 cannot be divided over 4 workers',
  ]);
});

it('doubts a priority that nobody asks for', () => {
  expect(warningsOf(`${hosts(2)}, limits: {priority: low}`, '  overload: {maxLag: off}\n')).toEqual([
    'limits.priority: priorities count when load is shed, and proxy.overload.maxLag is off',
  ]);
});

it.each([
  ['limits: {maxInFlight: 10}'],
  ['limits: {maxInFlight: 1024, maxInFlightPerEndpoint: 512}'],
  ['limits: {maxInFlightPerEndpoint: off}'],
  ['limits: {maxInFlightPerEndpoint: off, adaptiveConcurrency: {}, queue: {size: 5}}'],
])('says nothing of %s', (limits) => {
  expect(warningsOf(`${hosts(2)}, ${limits}`)).toEqual([]);
});
