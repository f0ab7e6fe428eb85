import { seededRandom } from '@hostler/test-kit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AdaptiveLimit } from './adaptive-limit.ts';

interface Load {
  /** How many requests the service works on at once; the others queue there. */
  readonly capacity: number;
  readonly meanMs: number;
  /** How many clients ask again as soon as they were answered. */
  readonly clients: number;
  readonly requests: number;
}

/** Drives a service with exponential service times through the limit. @returns the limit after each request. */
function serve(limit: AdaptiveLimit, { capacity, meanMs, clients, requests }: Load): number[] {
  const random = seededRandom(1);
  const freeAtMs = new Array<number>(capacity).fill(0);
  const inFlight: { sentMs: number; endMs: number; others: number }[] = [];
  const limits: number[] = [];
  let nowMs = 0;
  while (limits.length < requests) {
    while (inFlight.length < Math.min(clients, limit.limit)) {
      const worker = freeAtMs.indexOf(Math.min(...freeAtMs));
      const endMs = Math.max(nowMs, freeAtMs[worker] ?? 0) - Math.log(1 - random()) * meanMs;
      freeAtMs[worker] = endMs;
      inFlight.push({ sentMs: nowMs, endMs, others: inFlight.length });
    }
    inFlight.sort((a, b) => b.endMs - a.endMs);
    const next = inFlight.pop();
    if (next === undefined) throw new Error('nothing in flight');
    nowMs = next.endMs;
    limit.record(nowMs - next.sentMs, next.others + 1, false);
    limits.push(limit.limit);
  }
  return limits;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

const full = { capacity: 20, meanMs: 50, clients: 5_000 };

/** One window: ten requests of the same latency, all the others of the limit in flight with each. */
function window(limit: AdaptiveLimit, latencyMs: number, { inFlight = 10, drops = 0 } = {}): void {
  for (let request = 0; request < 10; request++) limit.record(latencyMs, inFlight, request < drops);
}

describe('an adaptive limit', () => {
  it('starts at the geometric mean of its ends', () => {
    expect(new AdaptiveLimit({ min: 4, max: 100 }).limit).toBe(20);
    expect(new AdaptiveLimit({ min: 10, max: 10 }).limit).toBe(10);
  });

  it('grows by a fifth of its square root per window at the baseline', () => {
    const limit = new AdaptiveLimit({ min: 1, max: 256 });
    expect(limit.limit).toBe(16);
    for (let count = 0; count < 4; count++) window(limit, 50, { inFlight: 10 });
    // 16 -> 16.8 -> 17.62 -> 18.46 -> 19.32
    expect(limit.limit).toBe(19);
  });

  it('does not grow when less than half of it is used', () => {
    const limit = new AdaptiveLimit({ min: 1, max: 1_600 });
    for (let count = 0; count < 100; count++) window(limit, 50, { inFlight: 19 });
    expect(limit.limit).toBe(40);
  });

  it('does not shrink with latency either when less than half of it is used', () => {
    const limit = new AdaptiveLimit({ min: 1, max: 1_600 });
    window(limit, 50, { inFlight: 5 });
    for (let count = 0; count < 5; count++) window(limit, 500, { inFlight: 5 });
    expect(limit.limit).toBe(40);
  });

  it('shrinks when latency is over one and a half times the baseline', () => {
    const limit = new AdaptiveLimit({ min: 1, max: 10_000 });
    window(limit, 50, { inFlight: 10 });
    for (const count of [1, 2, 3]) {
      for (let request = 0; request < 100; request++) limit.record(75, 100, false);
      expect(limit.limit).toBe([102, 104, 106][count - 1]);
    }
    for (let request = 0; request < 106; request++) limit.record(150, 106, false);
    // The gradient is 0.5: 106.06 -> 106.06 + (106.06 / 2 + 10.3 - 106.06) / 5
    expect(limit.limit).toBe(97);
  });

  it('takes a tenth off for a window with drops, once for all of them', () => {
    const limit = new AdaptiveLimit({ min: 1, max: 10_000 });
    window(limit, 50, { drops: 1 });
    expect(limit.limit).toBe(90);
    window(limit, 50, { drops: 10 });
    expect(limit.limit).toBe(81);
  });

  it('does not take the latency of a drop for an answer', () => {
    const limit = new AdaptiveLimit({ min: 1, max: 100 });
    window(limit, 50);
    // Refused at once: were it the baseline, 50 ms would be far too slow.
    for (let count = 0; count < 5; count++) window(limit, 0, { drops: 10 });
    const lowest = limit.limit;
    for (let count = 0; count < 3; count++) window(limit, 50);
    expect(limit.limit).toBeGreaterThan(lowest);
  });

  it('is not upset by answers within the same millisecond', () => {
    const limit = new AdaptiveLimit({ min: 10, max: 40 });
    for (let count = 0; count < 5; count++) window(limit, 0, { inFlight: 20 });
    expect(limit.limit).toBeGreaterThanOrEqual(20);
  });

  it('is halved for two windows to measure the baseline, soon at first and then after every thirty', () => {
    const limit = new AdaptiveLimit({ min: 1, max: 16 });
    const halved: number[] = [];
    for (let count = 0, before = limit.limit; count < 100; count++) {
      window(limit, 50);
      if (limit.limit <= before / 2 + 1) halved.push(count);
      else before = limit.limit;
    }
    expect(halved).toEqual([4, 5, 36, 37, 68, 69]);
    expect(limit.limit).toBe(16);
  });

  it('measures again soon when the baseline turns out lower than it was believed', () => {
    const limit = new AdaptiveLimit({ min: 1, max: 16 });
    const latencies = [100, 100, 100, 100, 100, 100, 50, 50, 50, 50, 50];
    for (const latencyMs of latencies) window(limit, latencyMs);
    // After five windows, the two of a probe, and four more the fifth is the last before the next probe.
    const before = limit.limit;
    window(limit, 50);
    expect(limit.limit).toBe(Math.floor((before + 0.4) / 2));
  });
});

describe('in front of a service that is always full', () => {
  it.each([
    { name: 'from below', options: { min: 1, max: 25 } },
    { name: 'from near', options: { min: 1, max: 1_000 } },
    { name: 'from far above', options: { min: 10, max: 4_000 } },
  ])('finds its capacity $name, with some queue', ({ options }) => {
    const found = median(serve(new AdaptiveLimit(options), { ...full, requests: 50_000 }).slice(-5_000));
    expect(found).toBeGreaterThanOrEqual(20);
    expect(found).toBeLessThanOrEqual(60);
  });

  it('does not drift, however long it stays full', () => {
    const limit = new AdaptiveLimit({ min: 1, max: 1_000 });
    const early = median(serve(limit, { ...full, requests: 20_000 }).slice(-10_000));
    const late = median(serve(limit, { ...full, requests: 200_000 }).slice(-10_000));
    expect(Math.abs(late - early)).toBeLessThan(early / 3);
  });

  it('follows when the capacity halves', () => {
    const limit = new AdaptiveLimit({ min: 1, max: 1_000 });
    const before = median(serve(limit, { ...full, requests: 20_000 }).slice(-5_000));
    const after = median(serve(limit, { ...full, capacity: 10, requests: 20_000 }).slice(-5_000));
    expect(after).toBeGreaterThanOrEqual(10);
    expect(after).toBeLessThan(before * 0.75);
  });

  it('comes to a new baseline when every request takes four times as long', () => {
    const limit = new AdaptiveLimit({ min: 1, max: 1_000 });
    serve(limit, { ...full, requests: 20_000 });
    const slower = median(serve(limit, { ...full, meanMs: 200, requests: 20_000 }).slice(-5_000));
    expect(slower).toBeGreaterThanOrEqual(20);
    expect(slower).toBeLessThanOrEqual(60);
  });
});

describe('whatever is recorded', () => {
  it('is an integer within its ends', () => {
    const anyRecord = fc.tuple(
      fc.oneof(fc.constant(0), fc.double({ min: 0, max: 60_000, noNaN: true })),
      fc.integer({ min: 1, max: 2_000 }),
      fc.boolean(),
    );
    const anyOptions = fc
      .tuple(fc.integer({ min: 1, max: 100 }), fc.nat(1_000))
      .map(([min, more]) => ({ min, max: min + more }));
    fc.assert(
      fc.property(anyOptions, fc.array(anyRecord, { maxLength: 300, size: 'max' }), (options, records) => {
        const limit = new AdaptiveLimit(options);
        for (const record of records) {
          limit.record(...record);
          expect(Number.isInteger(limit.limit)).toBe(true);
          expect(limit.limit).toBeGreaterThanOrEqual(options.min);
          expect(limit.limit).toBeLessThanOrEqual(options.max);
        }
      }),
    );
  });
});
