import type { OutcomeCounts } from '@hostler/balancer';
import { expect, it } from 'vitest';
import { endpointReport, outcomes, serviceReport } from '../../control-plane/testing/reports.ts';
import { combineReports } from './combine-reports.ts';
import type { ServiceReport } from './service-report.ts';

function service(report: Partial<ServiceReport> = {}): ServiceReport {
  return serviceReport('shop', report);
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
      endpointReport('a:1', {
        inFlight: 1,
        lastError: error,
        connections: { idle: 1, active: 1, connecting: 0 },
      }),
      endpointReport('b:1', { inFlight: 2 }),
    ],
  });
  const after = service({
    endpoints: [
      endpointReport('a:1', {
        inFlight: 3,
        backoff: { kind: 'waiting', remainingMs: 9 },
        connections: { idle: 0, active: 3, connecting: 1 },
      }),
    ],
  });
  expect(combineReports(before, after).endpoints).toEqual([
    endpointReport('a:1', {
      inFlight: 4,
      lastError: error,
      backoff: { kind: 'waiting', remainingMs: 9 },
      connections: { idle: 1, active: 4, connecting: 1 },
    }),
    endpointReport('b:1', { inFlight: 2 }),
  ]);
});

it.each([
  { name: 'goes on when nothing went well since', success: 0, inARow: 5 },
  { name: 'begins anew after something that went well', success: 1, inARow: 2 },
])('counts failures in a row over both: $name', ({ success, inARow }) => {
  const failing = (counts: Partial<OutcomeCounts>): ServiceReport =>
    service({ endpoints: [endpointReport('a:1', { counts: outcomes(counts) })] });
  const before = failing({ gatewayFailure: 3, trailingGatewayFailures: 3 });
  const after = failing({ success, gatewayFailure: 2, trailingGatewayFailures: 2 });
  expect(combineReports(before, after).endpoints[0]?.counts).toEqual(
    outcomes({ success, gatewayFailure: 5, trailingGatewayFailures: inARow }),
  );
});
