import { describe, expect, test } from 'vitest';
import type { Clock } from '../../clock.ts';
import { OverloadGuard } from './overload-guard.ts';
import type { Priority } from './overload-guard.ts';

/** A clock whose only timer fires as late as a test says: what a busy event loop does. */
class LateClock implements Clock {
  #nowMs = 0;
  #running: { callback: () => void; delayMs: number; dueMs: number } | null = null;

  get isRunning(): boolean {
    return this.#running !== null;
  }

  now(): number {
    return this.#nowMs;
  }

  setTimeout(callback: () => void, delayMs: number): { refresh(): void; close(): void } {
    const timer = { callback, delayMs, dueMs: this.#nowMs + delayMs };
    this.#running = timer;
    return {
      refresh: () => {
        timer.dueMs = this.#nowMs + delayMs;
      },
      close: () => {
        this.#running = null;
      },
    };
  }

  /** Fires the timer this much later than due. */
  fireLate(lagMs: number): void {
    if (this.#running === null) throw new Error('no timer runs');
    this.#nowMs = this.#running.dueMs + lagMs;
    this.#running.callback();
  }
}

const priorities: readonly Priority[] = ['high', 'normal', 'low'];

function scene(): {
  clock: LateClock;
  guard: OverloadGuard;
  refused: () => Priority[];
  lag: (...lags: number[]) => void;
} {
  const clock = new LateClock();
  const guard = new OverloadGuard(500, clock);
  guard.start();
  return {
    clock,
    guard,
    refused: () => priorities.filter((priority) => guard.refuses(priority)),
    lag: (...lags) => {
      for (const lagMs of lags) clock.fireLate(lagMs);
    },
  };
}

describe('OverloadGuard', () => {
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
