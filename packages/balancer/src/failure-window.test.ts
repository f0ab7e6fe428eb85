import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FailureWindow } from './failure-window.ts';

describe('a failure window', () => {
  it.each([
    { name: 'reaches a rate that is met exactly', requests: 20, failures: 10, percent: 50, reached: true },
    {
      name: 'does not reach one that is missed by a request',
      requests: 21,
      failures: 10,
      percent: 50,
      reached: false,
    },
    { name: 'reaches 100 % when all failed', requests: 20, failures: 20, percent: 100, reached: true },
    { name: 'says nothing with too few requests', requests: 19, failures: 19, percent: 50, reached: false },
  ])('$name', ({ requests, failures, percent, reached }) => {
    const window = new FailureWindow(10_000);
    window.add(requests, failures, 0);
    expect(window.reaches(percent, 20)).toBe(reached);
  });

  it('reaches nothing before the first request', () => {
    expect(new FailureWindow(10_000).reaches(0, 0)).toBe(false);
  });

  it('forgets what is older than itself, a tenth at a time', () => {
    const window = new FailureWindow(10_000);
    window.add(10, 10, 500);
    window.add(10, 10, 1_500);
    window.add(0, 0, 9_999);
    expect(window.reaches(100, 20)).toBe(true);
    window.add(0, 0, 10_000);
    expect(window.reaches(100, 20)).toBe(false);
    expect(window.reaches(100, 10)).toBe(true);
    window.add(0, 0, 11_000);
    expect(window.reaches(100, 1)).toBe(false);
  });

  it('forgets all after a long time without requests', () => {
    const window = new FailureWindow(10_000);
    for (let nowMs = 0; nowMs < 10_000; nowMs += 1_000) window.add(5, 5, nowMs);
    window.add(1, 0, 86_400_000);
    expect(window.reaches(1, 1)).toBe(false);
  });

  it('forgets all when it is cleared', () => {
    const window = new FailureWindow(10_000);
    window.add(20, 20, 0);
    window.clear();
    expect(window.reaches(1, 1)).toBe(false);
  });

  it('counts as a list of the last ten slots does, whatever comes when', () => {
    const anyAdd = fc.record({
      requests: fc.nat(50),
      failed: fc.nat(50),
      waitMs: fc.oneof(fc.nat(300), fc.nat(3_000)),
    });
    fc.assert(
      fc.property(fc.array(anyAdd, { maxLength: 60, size: 'max' }), (adds) => {
        const window = new FailureWindow(1_000);
        const all: { slot: number; requests: number; failures: number }[] = [];
        let nowMs = 0;
        for (const { requests, failed, waitMs } of adds) {
          nowMs += waitMs;
          const failures = Math.min(failed, requests);
          window.add(requests, failures, nowMs);
          const slot = Math.floor(nowMs / 100);
          all.push({ slot, requests, failures });
          const recent = all.filter((add) => add.slot > slot - 10);
          const total = recent.reduce((sum, add) => sum + add.requests, 0);
          const bad = recent.reduce((sum, add) => sum + add.failures, 0);
          expect(window.reaches(30, 20)).toBe(total >= 20 && bad * 100 >= 30 * total);
        }
      }),
    );
  });
});
