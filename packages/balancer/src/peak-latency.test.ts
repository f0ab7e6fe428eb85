import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PeakLatency } from './peak-latency.ts';

describe('the latency of an endpoint', () => {
  it('is not known before the first measurement', () => {
    expect(new PeakLatency().at(0)).toBeNull();
  });

  it('is the first measurement', () => {
    const latency = new PeakLatency();
    latency.answered(20, 0);
    expect(latency.at(0)).toBe(20);
  });

  it('jumps up with the first slow answer', () => {
    const latency = new PeakLatency();
    latency.answered(20, 0);
    latency.answered(900, 1);
    expect(latency.at(1)).toBe(900);
  });

  it('does not come down with a faster answer', () => {
    const latency = new PeakLatency();
    latency.answered(100, 0);
    latency.answered(20, 0);
    expect(latency.at(0)).toBe(100);
  });

  it('comes down with time, to 1/e after ten seconds', () => {
    const latency = new PeakLatency();
    latency.answered(100, 0);
    expect(latency.at(10_000)).toBeCloseTo(100 / Math.E, 9);
  });

  it('is never below the last answer nor above the slowest one', () => {
    const anyMs = fc.double({ min: 1, max: 1_000, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(anyMs, anyMs), { minLength: 1 }), (measurements) => {
        const latency = new PeakLatency();
        let nowMs = 0;
        for (const [ms, passedMs] of measurements) {
          nowMs += passedMs;
          latency.answered(ms, nowMs);
        }
        const all = measurements.map(([ms]) => ms);
        expect(latency.at(nowMs)).toBeGreaterThanOrEqual(all.at(-1) ?? 0);
        expect(latency.at(nowMs)).toBeLessThanOrEqual(Math.max(...all));
      }),
    );
  });

  it.each([
    { name: 'five times what it was believed', believedMs: 20, tookMs: 1, expected: 100 },
    { name: 'what it took, if that is more', believedMs: 20, tookMs: 500, expected: 500 },
    { name: 'ten seconds at most', believedMs: 9_000, tookMs: 1, expected: 10_000 },
    { name: 'a second, if nothing was believed', believedMs: null, tookMs: 1, expected: 1_000 },
  ])('is after a bad answer $name', ({ believedMs, tookMs, expected }) => {
    const latency = new PeakLatency();
    if (believedMs !== null) latency.answered(believedMs, 0);
    latency.failed(tookMs, 0);
    expect(latency.at(0)).toBe(expected);
  });

  it.each([
    { name: 'less than believed says nothing', tookMs: 5, expected: 20 },
    { name: 'more than believed counts', tookMs: 300, expected: 300 },
  ])('that nobody waited for: $name', ({ tookMs, expected }) => {
    const latency = new PeakLatency();
    latency.answered(20, 0);
    latency.abandoned(tookMs, 0);
    expect(latency.at(0)).toBe(expected);
  });

  it('is not measured by a first request that nobody waited for', () => {
    const latency = new PeakLatency();
    latency.abandoned(300, 0);
    expect(latency.at(0)).toBeNull();
  });
});
