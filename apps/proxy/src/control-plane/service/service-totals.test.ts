import { FakeClock } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { endpointReport, histogram, outcomes, serviceReport } from '../testing/reports.ts';
import { ServiceTotals, nothingReported } from './service-totals.ts';

function scene(): { clock: FakeClock; totals: ServiceTotals } {
  const clock = new FakeClock();
  return { clock, totals: new ServiceTotals(clock) };
}

it('is nothing before the first report', () => {
  expect(scene().totals.view()).toEqual(nothingReported);
});

describe('counters', () => {
  it('add up over reports and workers, and stay when a worker goes', () => {
    const { totals } = scene();
    const said = {
      requests: 3,
      responses: [0, 2, 0, 0, 1],
      errors: { connection_refused: 1 },
      failed: 1,
      aborted: 1,
      retries: 2,
      hedges: 1,
      refusedRetries: { budget: 1 },
    } as const;
    totals.add(1, serviceReport('shop', said));
    totals.add(1, serviceReport('shop', { ...said, errors: { dns_error: 1 } }));
    totals.add(2, serviceReport('shop', said));
    totals.forgetWorker(1);
    expect(totals.view()).toMatchObject({
      requests: 9,
      responses: [0, 6, 0, 0, 3],
      errors: { connection_refused: 2, dns_error: 1 },
      failed: 3,
      aborted: 3,
      retries: 6,
      hedges: 3,
      refusedRetries: { budget: 3 },
    });
  });

  it('of an endpoint are attempts, however they ended', () => {
    const { totals } = scene();
    const counts = outcomes({
      success: 1,
      errorStatus: 2,
      gatewayFailure: 3,
      reset: 4,
      connectFailure: 5,
      headerTimeout: 6,
    });
    totals.add(1, serviceReport('shop', { endpoints: [endpointReport('a:80', { counts })] }));
    expect(totals.endpoints.get('a:80')?.requests).toBe(21);
  });
});

describe('gauges', () => {
  it('are the last of each worker, summed, and go with it', () => {
    const { totals } = scene();
    totals.add(1, serviceReport('shop', { inFlight: 9, queued: 9, budgetLeft: 9 }));
    totals.add(1, serviceReport('shop', { inFlight: 3, queued: 2, budgetLeft: 10 }));
    totals.add(2, serviceReport('shop', { inFlight: 4, queued: 0, budgetLeft: 5 }));
    expect(totals.view()).toMatchObject({ inFlight: 7, queued: 2, budgetLeft: 15 });
    totals.forgetWorker(2);
    expect(totals.view()).toMatchObject({ inFlight: 3, queued: 2, budgetLeft: 10 });
  });

  it.each([
    { breakers: [null, null], worst: null },
    { breakers: ['closed', 'half-open'], worst: 'half-open' },
    { breakers: ['open', 'half-open'], worst: 'open' },
    { breakers: ['closed', 'closed'], worst: 'closed' },
  ] as const)('of circuit breakers $breakers are one that is $worst', ({ breakers, worst }) => {
    const { totals } = scene();
    for (const [workerId, breaker] of breakers.entries()) {
      totals.add(workerId, serviceReport('shop', { breaker }));
    }
    expect(totals.view().breaker).toBe(worst);
  });

  it('of an endpoint are summed, with the longest backoff', () => {
    const { clock, totals } = scene();
    const say = (workerId: number, inFlight: number, remainingMs: number): void => {
      const backoff = { kind: 'waiting', remainingMs } as const;
      totals.add(
        workerId,
        serviceReport('shop', { endpoints: [endpointReport('a:80', { inFlight, backoff })] }),
      );
    };
    say(1, 2, 500);
    say(2, 3, 1_000);
    clock.advance(300);
    const endpoint = totals.endpoints.get('a:80');
    expect(endpoint?.inFlight).toBe(5);
    expect(endpoint?.backoff(clock.now())).toEqual({ kind: 'waiting', remainingMs: 700 });
    totals.forgetWorker(2);
    expect(endpoint?.backoff(clock.now())).toEqual({ kind: 'waiting', remainingMs: 200 });
    totals.forgetWorker(1);
    expect(endpoint?.backoff(clock.now())).toEqual({ kind: 'ready', remainingMs: null });
  });
});

describe('latency', () => {
  it('is of the last minute at most, and since the start', () => {
    const { clock, totals } = scene();
    totals.add(1, serviceReport('shop', { latency: histogram(...Array<number>(100).fill(10)) }));
    clock.advance(29_000);
    totals.add(2, serviceReport('shop', { latency: histogram(...Array<number>(100).fill(1_000)) }));
    expect(totals.view().latencyMs?.p50).toBeCloseTo(10, 0);
    expect(totals.view().latencyMs?.p95).toBeGreaterThan(950);
    clock.advance(60_001);
    expect(totals.view().latencyMs).toBe(null);
    expect(totals.view().totalLatencyMs?.p50).toBeCloseTo(10, 0);
  });

  it('keeps what came shortly before', () => {
    const { clock, totals } = scene();
    clock.advance(29_000);
    totals.add(1, serviceReport('shop', { latency: histogram(10) }));
    clock.advance(30_000);
    expect(totals.view().latencyMs?.p99).toBeCloseTo(10, 0);
  });
});

describe('endpoints that are gone', () => {
  it('stay while a worker has something in flight there', () => {
    const { totals } = scene();
    const names = new Set(['b:80']);
    totals.add(1, serviceReport('shop', { endpoints: [endpointReport('a:80', { inFlight: 1 })] }));
    totals.keepOnly(names);
    expect([...totals.endpoints.keys()]).toEqual(['a:80']);
    totals.add(1, serviceReport('shop', { endpoints: [endpointReport('b:80')] }));
    totals.keepOnly(names);
    expect([...totals.endpoints.keys()]).toEqual(['b:80']);
  });
});

it('knows the last error of any worker', () => {
  const { totals } = scene();
  const say = (workerId: number, at: string): void => {
    const lastError = { code: 'connection_refused', detail: `worker ${workerId}`, at } as const;
    totals.add(workerId, serviceReport('shop', { endpoints: [endpointReport('a:80', { lastError })] }));
  };
  say(1, '2026-01-01T00:00:02.000Z');
  say(2, '2026-01-01T00:00:01.000Z');
  expect(totals.endpoints.get('a:80')?.lastError?.detail).toBe('worker 1');
});
