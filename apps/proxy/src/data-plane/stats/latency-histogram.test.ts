import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LatencyHistogram } from './latency-histogram.ts';

const latency = fc.double({ min: 0.1, max: 3_600_000, noNaN: true });
const latencies = fc.array(latency, { minLength: 1, maxLength: 200 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

function histogramOf(values: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

/** The value that the share `q` of all is not above. */
function exactQuantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(q * values.length)) - 1] ?? NaN;
}

describe('LatencyHistogram', () => {
  test('gives every quantile within 5 % of the exact one', () => {
    fc.assert(
      fc.property(latencies, share, (values, q) => {
        const exact = exactQuantile(values, q);
        const estimate = histogramOf(values).quantileMs(q) ?? NaN;
        expect(Math.abs(estimate - exact)).toBeLessThanOrEqual(exact * 0.05 * (1 + 1e-9));
      }),
    );
  });

  test('is the same merged from parts as recorded whole', () => {
    fc.assert(
      fc.property(latencies, latencies, (some, others) => {
        const merged = histogramOf(some);
        merged.merge(histogramOf(others).toSparse());
        const whole = histogramOf([...some, ...others]);
        expect(merged.count).toBe(whole.count);
        expect(merged.toSparse().buckets).toEqual(whole.toSparse().buckets);
        expect(merged.toSparse().sumMs).toBeCloseTo(whole.toSparse().sumMs, 3);
      }),
    );
  });

  test('reads two together as if they had been merged', () => {
    fc.assert(
      fc.property(latencies, latencies, share, (some, others, q) => {
        expect(histogramOf(some).quantileMs(q, histogramOf(others))).toBe(
          histogramOf([...some, ...others]).quantileMs(q),
        );
      }),
    );
  });

  test('survives JSON', () => {
    fc.assert(
      fc.property(latencies, (values) => {
        const sparse = histogramOf(values).toSparse();
        expect(JSON.parse(JSON.stringify(sparse))).toEqual(sparse);
      }),
    );
  });

  test('has no quantile without values', () => {
    expect(new LatencyHistogram().quantileMs(0.5)).toBeNull();
    expect(new LatencyHistogram().toSparse()).toEqual({ sumMs: 0, buckets: [] });
  });

  test.each([
    { name: 'nothing', ms: 0, counted: 0.1 },
    { name: 'less than 0.1 ms', ms: 0.05, counted: 0.1 },
    { name: 'more than an hour', ms: 90_000_000, counted: 3_600_000 },
  ])('counts $name at the edge', ({ ms, counted }) => {
    const quantile = histogramOf([ms]).quantileMs(0.5) ?? NaN;
    expect(Math.abs(quantile - counted)).toBeLessThanOrEqual(counted * 0.05);
  });

  test('begins anew when it is cleared', () => {
    const histogram = histogramOf([1, 2, 3]);
    histogram.clear();
    expect(histogram.count).toBe(0);
    expect(histogram.toSparse()).toEqual({ sumMs: 0, buckets: [] });
    histogram.record(5);
    expect(histogram.toSparse()).toMatchObject({ sumMs: 5, buckets: [expect.any(Number), 1] });
  });
});
