import { expect, test } from 'vitest';
import { latencyOf } from './latency.ts';

test('counts the requests that started in time, whenever they ended', () => {
  const requests = Array.from({ length: 100 }, (_, index) => ({
    startedMs: index * 10,
    durationMs: index + 1,
    fine: index !== 3,
    instance: null,
    attempts: 1,
  }));
  const outside = { startedMs: 1_000, durationMs: 9_999, fine: false, instance: null, attempts: 1 };
  expect(latencyOf([{ ...outside, startedMs: -1 }, ...requests, outside], 1_000)).toEqual({
    p50Ms: 50,
    p99Ms: 99,
    maxMs: 100,
    requests: 100,
    failed: 1,
  });
});
