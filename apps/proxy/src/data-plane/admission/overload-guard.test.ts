import { describe, expect, test } from 'vitest';
import { OverloadGuard, guardOverload } from './overload-guard.ts';
import type { Priority } from './overload-guard.ts';
import { LateClock } from './testing/late-clock.ts';

const priorities: readonly Priority[] = ['high', 'normal', 'low'];

function scene(): {
  clock: LateClock;
  guard: OverloadGuard;
  refused: () => Priority[];
  lag: (...lags: number[]) => void;
  /** Which levels began (`+`) and ended (`-`), in order. */
  changes: string[];
} {
  const clock = new LateClock();
  const changes: string[] = [];
  const guard = new OverloadGuard(500, clock, (priority, isShedding) => {
    changes.push(`${isShedding ? '+' : '-'}${priority}`);
  });
  guard.start();
  return {
    clock,
    guard,
    changes,
    refused: () => priorities.filter((priority) => guard.refuses(priority)),
    lag: (...lags) => {
      for (const lagMs of lags) clock.fireLate(lagMs);
    },
  };
}

describe('OverloadGuard', () => {
  test('tells once of each level that begins and that ends', () => {
    const { changes, lag } = scene();
    lag(1_100, 1_100, 1_100);
    expect(changes).toEqual(['+low', '+normal']);
    lag(400);
    expect(changes).toEqual(['+low', '+normal', '-normal']);
    lag(1);
    expect(changes).toEqual(['+low', '+normal', '-normal', '-low']);
  });

  test('refuses nobody while the loop is on time', () => {
    const { refused, lag } = scene();
    lag(...Array.from({ length: 50 }, () => 1));
    expect(refused()).toEqual([]);
  });

  test.each([
    { name: 'as long as the limit', lags: [500, 0] },
    { name: 'of four seconds', lags: [4_000, 0] },
    { name: 'with another one right after it', lags: [4_000, 0, 4_000, 0] },
  ])('sheds nothing for one pause $name', ({ lags }) => {
    const { refused, lag } = scene();
    for (const lagMs of lags) {
      lag(lagMs);
      expect(refused()).toEqual([]);
    }
  });

  test.each([
    { name: 'low priority above the limit', lagMs: 600, shed: ['low'] },
    { name: 'normal priority too above twice the limit', lagMs: 1_100, shed: ['normal', 'low'] },
    { name: 'all above four times the limit', lagMs: 2_100, shed: ['high', 'normal', 'low'] },
  ])('sheds $name, when it stays for a second', ({ lagMs, shed }) => {
    const { refused, lag } = scene();
    lag(lagMs);
    expect(refused()).toEqual([]);
    lag(lagMs, lagMs);
    expect(refused()).toEqual(shed);
  });

  test('goes by the least lag of the second', () => {
    const { refused, lag } = scene();
    lag(3_000, 600, 3_000);
    expect(refused()).toEqual(['low']);
  });

  test('begins to count anew after one sample below the limit', () => {
    const { refused, lag } = scene();
    lag(600, 400, 600);
    expect(refused()).toEqual([]);
  });

  test('goes on shedding until the lag is half of the limit', () => {
    const { refused, lag } = scene();
    lag(600, 600, 600);
    lag(251);
    expect(refused()).toEqual(['low']);
    lag(250);
    expect(refused()).toEqual([]);
  });

  test('measures once, however often it is started, and not after its stop', () => {
    const { clock, guard, refused, lag } = scene();
    lag(600, 600, 600);
    guard.start();
    expect(refused()).toEqual(['low']);
    guard.stop();
    expect(refused()).toEqual([]);
    expect(clock.isRunning).toBe(false);
    guard.start();
    expect(clock.isRunning).toBe(true);
  });
});

const ignore = (): void => {};

describe('guardOverload', () => {
  test('keeps the guard of the same limit, with what it has measured', () => {
    const { clock, guard, lag } = scene();
    lag(600, 600, 600);
    expect(guardOverload(500, clock, guard, ignore)).toBe(guard);
    expect(guard.refuses('low')).toBe(true);
  });

  test('ends the guard of another limit and begins anew', () => {
    const { clock, guard, lag } = scene();
    lag(600, 600, 600);
    const next = guardOverload(300, clock, guard, ignore);
    expect(guard.refuses('low')).toBe(false);
    expect(next?.refuses('low')).toBe(false);
    expect(clock.isRunning).toBe(true);
  });

  test('is none when it is turned off', () => {
    const { clock, guard } = scene();
    expect(guardOverload(null, clock, guard, ignore)).toBeNull();
    expect(clock.isRunning).toBe(false);
  });
});
