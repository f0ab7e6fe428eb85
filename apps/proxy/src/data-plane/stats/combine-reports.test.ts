import { expect, it } from 'vitest';
import { combineReports } from './combine-reports.ts';
import type { EndpointReport, ServiceReport } from './service-report.ts';

const nothing = {
  success: 0,
  errorStatus: 0,
  gatewayFailure: 0,
  reset: 0,
  connectFailure: 0,
  headerTimeout: 0,
  trailingGatewayFailures: 0,
  trailingLocalErrors: 0,
};

function endpoint(name: string, report: Partial<EndpointReport> = {}): EndpointReport {
  return {
    name,
    inFlight: 0,
    counts: nothing,
    latency: { sumMs: 0, buckets: [] },
    backoff: { kind: 'ready', remainingMs: null },
    lastError: null,
    connections: { idle: 0, active: 0, connecting: 0 },
    ...report,
  };
}

function service(report: Partial<ServiceReport> = {}): ServiceReport {
  return {
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
    budgetLeft: 0,
    endpoints: [],
    ...report,
  };
}

it('adds what was counted and what is in flight, and takes the rest from the later one', () => {
  const before = service({
    requests: 3,
    responses: [0, 2, 0, 0, 1],
    errors: { connection_refused: 1 },
    failed: 1,
    aborted: 1,
    retries: 2,
    hedges: 1,
    refusedRetries: { budget: 1 },
    latency: { sumMs: 5, buckets: [3, 1] },
    inFlight: 4,
    queued: 1,
    breaker: 'open',
    budgetLeft: 1,
  });
  const after = service({
    requests: 1,
    responses: [0, 1, 0, 0, 0],
    errors: { connection_refused: 1, dns_error: 2 },
    refusedRetries: { budget: 2, committed: 1 },
    latency: { sumMs: 2, buckets: [3, 2, 9, 1] },
    inFlight: 2,
    breaker: 'closed',
    budgetLeft: 7,
  });
  expect(combineReports(before, after)).toEqual({
    name: 'shop',
    requests: 4,
    responses: [0, 3, 0, 0, 1],
    errors: { connection_refused: 2, dns_error: 2 },
    failed: 1,
    aborted: 1,
    retries: 2,
    hedges: 1,
    refusedRetries: { budget: 3, committed: 1 },
    latency: { sumMs: 7, buckets: [3, 3, 9, 1] },
    inFlight: 6,
    queued: 1,
    breaker: 'closed',
    budgetLeft: 7,
    endpoints: [],
  });
});

it('has each endpoint once, those that only the earlier one knows too', () => {
  const error = { code: 'connection_refused', detail: 'refused', at: '2025-01-01T00:00:00.000Z' } as const;
  const before = service({
    endpoints: [
      endpoint('a:1', { inFlight: 1, lastError: error, connections: { idle: 1, active: 1, connecting: 0 } }),
      endpoint('b:1', { inFlight: 2 }),
    ],
  });
  const after = service({
    endpoints: [
      endpoint('a:1', {
        inFlight: 3,
        backoff: { kind: 'waiting', remainingMs: 9 },
        connections: { idle: 0, active: 3, connecting: 1 },
      }),
    ],
  });
  expect(combineReports(before, after).endpoints).toEqual([
    endpoint('a:1', {
      inFlight: 4,
      lastError: error,
      backoff: { kind: 'waiting', remainingMs: 9 },
      connections: { idle: 1, active: 4, connecting: 1 },
    }),
    endpoint('b:1', { inFlight: 2 }),
  ]);
});

it.each([
  { name: 'goes on when nothing went well since', success: 0, inARow: 5 },
  { name: 'begins anew after something that went well', success: 1, inARow: 2 },
])('counts failures in a row over both: $name', ({ success, inARow }) => {
  const failing = (counts: object): ServiceReport =>
    service({ endpoints: [endpoint('a:1', { counts: { ...nothing, ...counts } })] });
  const before = failing({ gatewayFailure: 3, trailingGatewayFailures: 3 });
  const after = failing({ success, gatewayFailure: 2, trailingGatewayFailures: 2 });
  expect(combineReports(before, after).endpoints[0]?.counts).toEqual({
    ...nothing,
    success,
    gatewayFailure: 5,
    trailingGatewayFailures: inARow,
  });
});
