import { FakeClock } from '@hostler/test-kit';
import { beforeEach, describe, expect, test } from 'vitest';
import { Deadline } from './deadline.ts';

describe('Deadline', () => {
  let clock: FakeClock;
  let reachedAt: number[];
  let deadline: Deadline;

  beforeEach(() => {
    clock = new FakeClock(1_000);
    reachedAt = [];
    deadline = new Deadline(clock, () => reachedAt.push(clock.now()));
  });

  test('is reached once, on time', () => {
    deadline.set(100);
    clock.advance(99);
    expect(reachedAt).toEqual([]);

    clock.advance(10_000);
    expect(reachedAt).toEqual([1_100]);
    expect(clock.pending).toBe(0);
  });

  test('moves later without another timer and is still on time', () => {
    deadline.set(100);
    clock.advance(60);
    deadline.set(100);
    deadline.set(5_000);
    expect(clock.pending).toBe(1);

    clock.advance(10_000);
    expect(reachedAt).toEqual([6_060]);
  });

  test('moves earlier', () => {
    deadline.set(5_000);
    deadline.set(100);
    clock.advance(10_000);

    expect(reachedAt).toEqual([1_100]);
    expect(clock.pending).toBe(0);
  });

  test('is not reached after it was cleared, and can be set again', () => {
    deadline.set(100);
    deadline.clear();
    clock.advance(200);
    expect(reachedAt).toEqual([]);

    deadline.set(100);
    clock.advance(200);
    expect(reachedAt).toEqual([1_300]);
  });

  test('takes null for never', () => {
    deadline.set(100);
    deadline.set(null);
    clock.advance(1_000_000);

    expect({ reachedAt, pending: clock.pending }).toEqual({ reachedAt: [], pending: 0 });
  });

  test('can be set again from its callback', () => {
    const again = new Deadline(clock, () => {
      reachedAt.push(clock.now());
      if (reachedAt.length < 3) again.set(10);
    });
    again.set(10);
    clock.advance(1_000);

    expect(reachedAt).toEqual([1_010, 1_020, 1_030]);
  });

  test('leaves no timer behind when closed', () => {
    deadline.set(100);
    deadline.close();

    expect(clock.pending).toBe(0);
    expect(deadline.isReached).toBe(false);
  });

  test('knows that it is over before its timer had a turn', () => {
    let now = 0;
    const stuck = new Deadline({ now: () => now, setTimeout: () => ({ refresh() {}, close() {} }) }, () =>
      reachedAt.push(now),
    );
    stuck.set(100);
    expect(stuck.isReached).toBe(false);

    now = 100;
    expect(stuck.isReached).toBe(true);
  });

  test('may be further away than a timer can be', () => {
    const yearMs = 365 * 24 * 3_600_000;
    deadline.set(yearMs);
    clock.advance(yearMs - 1);
    expect(reachedAt).toEqual([]);

    clock.advance(1);
    expect(reachedAt).toEqual([1_000 + yearMs]);
  });

  test('waits for the rest when the timer fires early', () => {
    let now = 0;
    const delays: number[] = [];
    let fire = (): void => {};
    const early = new Deadline(
      {
        now: () => now,
        setTimeout: (callback, delayMs) => {
          delays.push(delayMs);
          fire = callback;
          return { refresh() {}, close() {} };
        },
      },
      () => reachedAt.push(now),
    );
    early.set(100);
    now = 99.5;
    fire();
    expect(reachedAt).toEqual([]);

    now = 100.2;
    fire();
    expect({ reachedAt, delays }).toEqual({ reachedAt: [100.2], delays: [100, 0.5] });
  });
});
