import { describe, expect, it } from 'vitest';
import { endpointReport, histogram, outcomes, serviceReport } from '../testing/reports.ts';
import { Tally } from './tally.ts';

describe('a tally', () => {
  it('adds up what data planes report', () => {
    const tally = new Tally();
    const said = {
      requests: 3,
      failed: 1,
      aborted: 1,
      retries: 2,
      hedges: 1,
      errors: { connection_refused: 1 },
      refusedRetries: { budget: 1 },
      endpoints: [endpointReport('a:1', { counts: outcomes({ errorStatus: 1 }) }), endpointReport('b:1')],
    };
    tally.add(serviceReport('shop', said));
    tally.add(serviceReport('shop', said));
    expect(tally.counts()).toEqual({
      requests: 6,
      failed: 2,
      aborted: 2,
      retries: 4,
      hedges: 2,
      errors: { connection_refused: 2 },
      refusedRetries: { budget: 2 },
      latencyMs: null,
    });
    expect(tally.ownErrors).toBe(2);
  });

  it('leaves out the latencies of requests that began later', () => {
    const tally = new Tally();
    tally.add(serviceReport('shop', { latency: histogram(1_000) }));
    tally.add(serviceReport('shop', { latency: histogram(10, 10, 10, 2_000) }), 500);
    const { p50, p99 } = tally.counts().latencyMs ?? {};
    expect(Math.abs((p50 ?? 0) - 1_000)).toBeLessThan(50);
    expect(Math.abs((p99 ?? 0) - 2_000)).toBeLessThan(100);
  });
});
