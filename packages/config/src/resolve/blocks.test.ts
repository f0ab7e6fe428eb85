import { describe, expect, it } from 'vitest';
import type { ServiceConfig } from '../config.ts';
import { load, service, withServices } from '../test-support.ts';

function resolved(defaults: string, own: string): ServiceConfig {
  const text = withServices(service('a', `domain: a.example, ${own}`));
  const [first] = load(text.replace('proxy:\n', `proxy:\n  defaults: {${defaults}}\n`)).services;
  if (first === undefined) throw new Error('no service');
  return first;
}

const builtIn = {
  attempts: 3,
  retryOn: ['connect-failure', 'reset', 'response-timeout', 502, 503],
  budgetPercent: 20,
  idempotencyKey: false,
  hedge: null,
};

describe('resolveBlocks', () => {
  it('has the defaults of the schema where nobody says anything', () => {
    expect(resolved('', '')).toMatchObject({
      discovery: null,
      loadBalancing: {
        policy: 'random',
        hashOn: null,
        sticky: null,
        slowStartMs: null,
        panicThresholdPercent: 0,
      },
      healthCheck: null,
      outlierDetection: {
        consecutiveFailures: 5,
        failureRatePercent: null,
        minRequests: 20,
        windowMs: 10_000,
        baseEjectionMs: 10_000,
        maxEjectionMs: 300_000,
        maxEjectedPercent: 50,
      },
      circuitBreaker: null,
      timeouts: {
        connectMs: 2_000,
        acquireMs: 5_000,
        responseHeaderMs: 30_000,
        idleMs: 60_000,
        tunnelMs: 3_600_000,
        requestMs: null,
      },
      retry: builtIn,
      limits: {
        maxBodyBytes: null,
        maxInFlight: null,
        maxInFlightPerEndpoint: 512,
        queue: { size: 128, deadlineMs: 1_000 },
        adaptiveConcurrency: null,
        priority: 'normal',
      },
      hostHeader: 'client',
    });
  });

  it('merges maps key by key over the defaults of the proxy', () => {
    const { timeouts } = resolved(
      'timeouts: {connect: 1s, idle: off}',
      'timeouts: {connect: 3s, request: 10s}',
    );
    expect(timeouts).toMatchObject({ connectMs: 3_000, idleMs: null, requestMs: 10_000, acquireMs: 5_000 });
  });

  it('replaces lists', () => {
    const { retry } = resolved('retry: {attempts: 5, retryOn: [reset, 500]}', 'retry: {retryOn: [429]}');
    expect(retry).toEqual({ ...builtIn, attempts: 5, retryOn: [429] });
  });

  it.each([
    ['the policy', 'loadBalancing: {policy: round-robin}', { loadBalancing: { policy: 'round-robin' } }],
    ['the limits', 'limits: {maxBodyBytes: 1MiB}', { limits: { maxBodyBytes: 1_048_576 } }],
    [
      'the limits in flight',
      'limits: {maxInFlight: 9, maxInFlightPerEndpoint: off, queue: {size: 7, deadline: 2s}, priority: low}',
      {
        limits: {
          maxInFlight: 9,
          maxInFlightPerEndpoint: null,
          queue: { size: 7, deadlineMs: 2_000 },
          priority: 'low',
        },
      },
    ],
    ['no queue', 'limits: {queue: false}', { limits: { queue: null } }],
    [
      'a limit that adapts',
      'limits: {adaptiveConcurrency: {max: 50}}',
      { limits: { adaptiveConcurrency: { min: 10, max: 50 } } },
    ],
    [
      'slow start and panic',
      'loadBalancing: {slowStart: 30s, panicThreshold: 25%}',
      { loadBalancing: { slowStartMs: 30_000, panicThresholdPercent: 25 } },
    ],
    [
      'a circuit breaker',
      'circuitBreaker: {failureRate: 40, openFor: 1s}',
      {
        circuitBreaker: {
          failureRatePercent: 40,
          minRequests: 20,
          windowMs: 10_000,
          openMs: 1_000,
          trials: 3,
        },
      },
    ],
    ['no outlier detection', 'outlierDetection: false', { outlierDetection: null }],
    [
      'outlier detection by rate',
      'outlierDetection: {failureRate: 30%, maxEjected: 10}',
      { outlierDetection: { failureRatePercent: 30, maxEjectedPercent: 10, consecutiveFailures: 5 } },
    ],
    ['hedging by time', 'retry: {hedge: {after: 50ms}}', { retry: { hedge: { afterMs: 50 } } }],
    ['hedging by the slowest', 'retry: {hedge: {}}', { retry: { hedge: { afterMs: 'p95' } } }],
    ['keys that make retries safe', 'retry: {idempotencyKey: true}', { retry: { idempotencyKey: true } }],
    ['the Host', 'hostHeader: endpoint', { hostHeader: 'endpoint' }],
    ['a Host by name', 'hostHeader: X.example', { hostHeader: { name: 'x.example' } }],
  ])('takes %s from the defaults or from the service', (_name, block, expected) => {
    expect(resolved(block, '')).toMatchObject(expected);
    expect(resolved('', block)).toMatchObject(expected);
  });

  it('merges the blocks inside blocks key by key too', () => {
    const { limits } = resolved('limits: {queue: {size: 5}}', 'limits: {queue: {deadline: 10ms}}');
    expect(limits.queue).toEqual({ size: 5, deadlineMs: 10 });
  });

  it.each([
    ['turned off by the service', '', 'retry: false', { ...builtIn, attempts: 1 }],
    ['turned off for all', 'retry: false', '', { ...builtIn, attempts: 1 }],
    [
      'turned off for all and on again here',
      'retry: false',
      'retry: {budget: 5%}',
      { ...builtIn, budgetPercent: 5 },
    ],
    [
      'turned off here, hedged for all',
      'retry: {hedge: {after: 1s}}',
      'retry: false',
      { ...builtIn, attempts: 1 },
    ],
    [
      'turned off here, set up for all',
      'retry: {attempts: 7, retryOn: []}',
      'retry: false',
      { ...builtIn, attempts: 1, retryOn: [] },
    ],
  ])('has one attempt, and the other values as they were, with retries %s', (_name, defaults, own, retry) => {
    expect(resolved(defaults, own).retry).toEqual(retry);
  });
});
