import { createBalancer } from '@hostler/balancer';
import type { Endpoint } from '@hostler/balancer';
import { FakeClock } from '@hostler/test-kit';
import { describe, expect, test } from 'vitest';
import { PlaneStats } from './plane-stats.ts';
import type { EndpointNow, ServiceNow } from './service-report.ts';
import { ServiceStats } from './service-stats.ts';

const one = '10.0.0.1:80';
const two = '10.0.0.2:80';

function endpointNow(name: string): EndpointNow {
  return {
    name,
    inFlight: 0,
    backoff: { kind: 'ready' },
    connections: { idle: 0, active: 0, connecting: 0 },
  };
}

/** A service with two endpoints on a clock that stands still. */
function scene({ urgentAfter = null }: { readonly urgentAfter?: number | null } = {}) {
  const clock = new FakeClock(1_000);
  const plane = new PlaneStats();
  const now = {
    current: { queued: 0, breaker: null, budgetLeft: 100, endpoints: [one, two].map(endpointNow) },
  };
  const stats = new ServiceStats({
    name: 'shop',
    clock,
    plane,
    now: (): ServiceNow => now.current,
    urgentAfter,
    dateMs: () => Date.UTC(2030, 0, 2, 3, 4, 5),
  });
  let urgent = 0;
  plane.onUrgent = () => {
    urgent += 1;
  };
  return { clock, plane, stats, now, urgents: () => urgent };
}

/** An endpoint that refused a connection just now, so that it is in its first backoff, of 250 ms. */
function unreachable(clock: FakeClock): Endpoint {
  const endpoints = [{ address: '10.0.0.1', port: 80 }];
  const lease = createBalancer({ endpoints, policy: 'random', clock, random: () => 0 }).acquire([]);
  if (typeof lease === 'string') throw new Error('an endpoint is there');
  lease.release('connect-failure');
  return lease.endpoint;
}

/** What became of one request, as a report tells it. */
function afterRequest(status: number, error: Parameters<ServiceStats['requestEnded']>[0]['error']) {
  const { stats } = scene();
  stats.requestStarted();
  stats.requestEnded({ status, error }, 10);
  const { requests, responses, failed, aborted, errors, latency } = stats.collect();
  return { requests, responses, failed, aborted, errors, timed: latency.buckets[1] ?? 0 };
}

describe('a request', () => {
  const none = { requests: 1, failed: 0, aborted: 0, errors: {}, timed: 1 };

  test.each([
    { name: 'a response', status: 200, error: null, is: { ...none, responses: [0, 1, 0, 0, 0] } },
    { name: 'a 404 of an endpoint', status: 404, error: null, is: { ...none, responses: [0, 0, 0, 1, 0] } },
    {
      name: 'a 500 of an endpoint',
      status: 500,
      error: null,
      is: { ...none, responses: [0, 0, 0, 0, 1], failed: 1 },
    },
    {
      name: 'a 503 of ours',
      status: 503,
      error: 'destination_unavailable',
      is: { ...none, responses: [0, 0, 0, 0, 1], failed: 1, errors: { destination_unavailable: 1 } },
    },
    {
      name: 'a 413 of ours',
      status: 413,
      error: 'body_too_large',
      is: { ...none, responses: [0, 0, 0, 1, 0], errors: { body_too_large: 1 } },
    },
    {
      name: 'a 501 of ours',
      status: 501,
      error: 'not_implemented',
      is: { ...none, responses: [0, 0, 0, 0, 1], errors: { not_implemented: 1 } },
    },
    {
      name: 'a response cut short',
      status: 200,
      error: 'http_response_incomplete',
      is: { ...none, responses: [0, 1, 0, 0, 0], failed: 1, errors: { http_response_incomplete: 1 } },
    },
    {
      name: 'a client that left before the response',
      status: 499,
      error: 'client_aborted',
      is: { ...none, responses: [0, 0, 0, 0, 0], aborted: 1, errors: { client_aborted: 1 }, timed: 0 },
    },
    {
      name: 'a client that left in the response',
      status: 200,
      error: 'client_aborted',
      is: { ...none, responses: [0, 1, 0, 0, 0], aborted: 1, errors: { client_aborted: 1 }, timed: 0 },
    },
    {
      name: 'a client that stalled',
      status: 200,
      error: 'client_stalled',
      is: { ...none, responses: [0, 1, 0, 0, 0], aborted: 1, errors: { client_stalled: 1 }, timed: 0 },
    },
    {
      name: 'a WebSocket, whose life is no latency',
      status: 101,
      error: null,
      is: { ...none, responses: [1, 0, 0, 0, 0], timed: 0 },
    },
    {
      name: 'a status above 599',
      status: 600,
      error: null,
      is: { ...none, responses: [0, 0, 0, 0, 0], failed: 1 },
    },
  ] as const)('that ended in $name is counted so', ({ status, error, is }) => {
    expect(afterRequest(status, error)).toEqual(is);
  });

  test('is in flight until it ends', () => {
    const { stats } = scene();
    stats.requestStarted();
    stats.requestStarted();
    expect(stats.collect()).toMatchObject({ inFlight: 2, requests: 0 });
    stats.requestEnded({ status: 200, error: null }, 1);
    expect(stats.collect()).toMatchObject({ inFlight: 1, requests: 1 });
    expect(stats.inFlight).toBe(1);
  });
});

describe('attempts', () => {
  test('are counted by endpoint and outcome', () => {
    const { stats } = scene();
    stats.attemptEnded(one, 'success', 10, null);
    stats.attemptEnded(one, 'error-status', 10, null);
    stats.attemptEnded(one, 'gateway-failure', 10, null);
    stats.attemptEnded(one, 'canceled', null, null);
    stats.attemptEnded(two, 'reset', null, null);
    stats.attemptEnded(two, 'connect-failure', null, null);
    stats.attemptEnded(two, 'header-timeout', null, null);
    expect(stats.collect().endpoints.map(({ name, counts }) => ({ name, ...counts }))).toEqual([
      {
        name: one,
        success: 1,
        errorStatus: 1,
        gatewayFailure: 1,
        reset: 0,
        connectFailure: 0,
        headerTimeout: 0,
        trailingGatewayFailures: 1,
        trailingLocalErrors: 0,
      },
      {
        name: two,
        success: 0,
        errorStatus: 0,
        gatewayFailure: 0,
        reset: 1,
        connectFailure: 1,
        headerTimeout: 1,
        trailingGatewayFailures: 0,
        trailingLocalErrors: 3,
      },
    ]);
  });

  test('leave a row of failures alone when they were cancelled, and end it when they were answered', () => {
    const { stats } = scene();
    for (const outcome of ['gateway-failure', 'canceled', 'gateway-failure', 'reset'] as const) {
      stats.attemptEnded(one, outcome, null, null);
      stats.attemptEnded(two, outcome, null, null);
    }
    stats.attemptEnded(two, 'error-status', 5, null);
    const [first, second] = stats.collect().endpoints;
    expect(first?.counts).toMatchObject({ trailingGatewayFailures: 2, trailingLocalErrors: 1 });
    expect(second?.counts).toMatchObject({ trailingGatewayFailures: 0, trailingLocalErrors: 0 });
  });

  test('leave their last error behind, with its date', () => {
    const { stats } = scene();
    const error = { code: 'connection_refused', detail: 'ECONNREFUSED' } as const;
    stats.attemptEnded(one, 'connect-failure', null, error);
    stats.attemptEnded(one, 'success', 3, null);
    const expected = { ...error, at: '2030-01-02T03:04:05.000Z' };
    expect(stats.collect().endpoints[0]?.lastError).toEqual(expected);
    expect(stats.collect().endpoints[0]?.lastError).toEqual(expected);
    expect(stats.collect().endpoints[1]?.lastError).toBeNull();
  });

  test('tell what a hedge goes by', () => {
    const { stats } = scene();
    for (let i = 1; i <= 19; i++) stats.attemptEnded(one, 'success', i, null);
    expect(stats.quantileMs(0.95)).toBeNull();
    for (let i = 20; i <= 100; i++) stats.attemptEnded(one, 'success', i, null);
    stats.attemptEnded(one, 'connect-failure', null, null);
    const p95 = stats.quantileMs(0.95) ?? NaN;
    expect(Math.abs(p95 - 95)).toBeLessThanOrEqual(95 * 0.05);
  });
});

describe('a report', () => {
  test('is made of services with something new only', () => {
    const { plane, stats } = scene();
    expect(plane.collect(() => null)).toEqual({ services: [] });
    stats.retried();
    stats.hedged();
    stats.retryRefused('budget');
    stats.retryRefused('budget');
    expect(plane.collect(() => null).services).toEqual([
      expect.objectContaining({ name: 'shop', retries: 1, hedges: 1, refusedRetries: { budget: 2 } }),
    ]);
    expect(plane.collect(() => null)).toEqual({ services: [] });
    stats.retried();
    expect(plane.collect(() => null).services).toHaveLength(1);
  });

  test('begins anew after each', () => {
    const { stats } = scene();
    stats.requestStarted();
    stats.requestEnded({ status: 503, error: 'destination_unavailable' }, 1);
    stats.attemptEnded(one, 'reset', 5, null);
    stats.retried();
    stats.hedged();
    stats.retryRefused('attempts');
    stats.collect();
    const { endpoints, ...rest } = stats.collect();
    expect(rest).toEqual({
      name: 'shop',
      requests: 0,
      responses: [0, 0, 0, 0, 0],
      errors: {},
      failed: 0,
      aborted: 0,
      retries: 0,
      hedges: 0,
      refusedRetries: {},
      latency: { sumMs: 0, buckets: [] },
      inFlight: 0,
      queued: 0,
      breaker: null,
      budgetLeft: 100,
    });
    expect(endpoints[0]).toMatchObject({ counts: { reset: 0 }, latency: { sumMs: 0, buckets: [] } });
  });

  test('says what the service is doing now', () => {
    const { clock, stats, now } = scene();
    const endpoint: EndpointNow = {
      name: one,
      inFlight: 3,
      backoff: unreachable(clock).backoff,
      connections: { idle: 1, active: 2, connecting: 1 },
    };
    clock.advance(50);
    Object.assign(now, { current: { queued: 4, breaker: 'open', budgetLeft: 7, endpoints: [endpoint] } });
    expect(stats.collect()).toMatchObject({
      queued: 4,
      breaker: 'open',
      budgetLeft: 7,
      endpoints: [
        {
          inFlight: 3,
          backoff: { kind: 'waiting', remainingMs: 200 },
          connections: { idle: 1, active: 2, connecting: 1 },
        },
      ],
    });
  });

  test('forgets an endpoint that is gone', () => {
    const { stats, now } = scene();
    stats.attemptEnded(two, 'reset', null, { code: 'connection_terminated', detail: 'ECONNRESET' });
    now.current = { ...now.current, endpoints: [endpointNow(one)] };
    expect(stats.collect().endpoints.map(({ name }) => name)).toEqual([one]);
    now.current = { ...now.current, endpoints: [endpointNow(two)] };
    expect(stats.collect().endpoints[0]?.lastError).toBeNull();
  });

  test('is plain JSON', () => {
    const { plane, stats } = scene();
    stats.requestStarted();
    stats.requestEnded({ status: 502, error: 'connection_refused' }, 12.5);
    stats.attemptEnded(one, 'connect-failure', 3, { code: 'connection_refused', detail: 'ECONNREFUSED' });
    const report = plane.collect(() => null);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  test.each([
    { name: 'gateway failures', outcome: 'gateway-failure' },
    { name: 'local errors', outcome: 'reset' },
  ] as const)(
    'is urgent when $name in a row reach what somebody acts on, over reports too',
    ({ outcome }) => {
      const { stats, urgents } = scene({ urgentAfter: 3 });
      stats.attemptEnded(one, outcome, null, null);
      stats.attemptEnded(two, outcome, null, null);
      stats.attemptEnded(one, outcome, null, null);
      stats.collect();
      expect(urgents()).toBe(0);
      stats.attemptEnded(one, outcome, null, null);
      expect(urgents()).toBe(1);
      stats.attemptEnded(one, 'success', 1, null);
      stats.attemptEnded(one, outcome, null, null);
      stats.attemptEnded(one, 'canceled', null, null);
      expect(urgents()).toBe(1);
    },
  );

  test('is never urgent when nobody acts on it', () => {
    const { stats, urgents } = scene({ urgentAfter: null });
    for (let i = 0; i < 10; i++) stats.attemptEnded(one, 'reset', null, null);
    expect(urgents()).toBe(0);
  });
});
