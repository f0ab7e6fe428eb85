import { expect, it } from 'vitest';
import { hosts, warningsOf } from './test-support.ts';

it.each([
  [
    'checks that take longer than their interval',
    `${hosts(2)}, healthCheck: {interval: 1s}`,
    'healthCheck.interval: a check may take 2s, longer than the interval of 1s: ' +
      'endpoints that hang are checked less often than the others',
  ],
  [
    'checks that get slower while changing',
    `${hosts(2)}, healthCheck: {changingInterval: 10s}`,
    'healthCheck.changingInterval: changingInterval of 10s is longer than interval, which is taken in its place',
  ],
  [
    'outlier detection of a single endpoint',
    `${hosts(1)}, outlierDetection: {consecutiveFailures: 3}`,
    'outlierDetection: the only endpoint of a service is never ejected',
  ],
  [
    'a window without a rate',
    `${hosts(2)}, outlierDetection: {window: 30s}`,
    'outlierDetection.window: window belongs to failureRate, which is off',
  ],
  [
    'panic over nothing',
    `${hosts(2)}, outlierDetection: false, loadBalancing: {panicThreshold: 50%}`,
    'loadBalancing.panicThreshold: nothing ever makes an endpoint unhealthy, so there is nothing to ignore',
  ],
])('doubts %s', (_name, service, warning) => {
  expect(warningsOf(service)).toEqual([warning]);
});

it.each([
  ['the defaults of checks', `${hosts(1)}, healthCheck: {}`],
  ['quick checks', `${hosts(2)}, healthCheck: {interval: 500ms, timeout: 200ms}`],
  ['a window with a rate', `${hosts(2)}, outlierDetection: {window: 30s, failureRate: 20%}`],
  ['panic over ejections', `${hosts(2)}, loadBalancing: {panicThreshold: 50%}`],
  ['no outlier detection', `${hosts(1)}, outlierDetection: false`],
])('says nothing of %s', (_name, service) => {
  expect(warningsOf(service)).toEqual([]);
});
