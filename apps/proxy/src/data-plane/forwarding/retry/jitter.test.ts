import { seededRandom } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { retryDelayMs } from './jitter.ts';

describe('the delay before a retry', () => {
  it.each([
    { retry: 1, limitMs: 25 },
    { retry: 2, limitMs: 50 },
    { retry: 3, limitMs: 100 },
    { retry: 4, limitMs: 200 },
    { retry: 5, limitMs: 250 },
    { retry: 10, limitMs: 250 },
    { retry: 5_000, limitMs: 250 },
  ])('is between 0 and $limitMs ms for retry $retry', ({ retry, limitMs }) => {
    expect(retryDelayMs(retry, () => 0)).toBe(0);
    expect(retryDelayMs(retry, () => 0.5)).toBe(limitMs / 2);
    expect(retryDelayMs(retry, () => 1 - Number.EPSILON)).toBeLessThan(limitMs);
  });

  it('is spread over the whole range', () => {
    const random = seededRandom(1);
    const quarters = new Set<number>();
    for (let draw = 0; draw < 100; draw++) quarters.add(Math.floor((retryDelayMs(1, random) / 25) * 4));
    expect(quarters).toEqual(new Set([0, 1, 2, 3]));
  });
});
