import { FakeClock } from '@hostler/test-kit';
import { describe, expect, test } from 'vitest';
import { RecentLatency } from './recent-latency.ts';

function scene(): { clock: FakeClock; recent: RecentLatency } {
  const clock = new FakeClock();
  return { clock, recent: new RecentLatency(clock) };
}

/** What the histogram makes of 100 ms. */
const about100: unknown = expect.closeTo(100, -1);

describe('RecentLatency', () => {
  test('knows nothing before the first value', () => {
    expect(scene().recent.quantileMs(0.95)).toBeNull();
  });

  test('remembers for ten seconds at least', () => {
    const { clock, recent } = scene();
    clock.advance(9_999);
    recent.record(100);
    clock.advance(10_000);
    expect(recent.quantileMs(0.5)).toEqual(about100);
  });

  test('forgets after twenty seconds at most, also when nothing comes in between', () => {
    const { clock, recent } = scene();
    recent.record(100);
    clock.advance(20_000);
    expect(recent.quantileMs(0.5)).toBeNull();
  });

  test('takes both halves together', () => {
    const { clock, recent } = scene();
    recent.record(100);
    clock.advance(10_000);
    recent.record(1);
    expect(recent.quantileMs(1)).toEqual(about100);
    expect(recent.quantileMs(0.5)).toBeCloseTo(1, 0);
  });

  test('answers with what it said before for a second', () => {
    const { clock, recent } = scene();
    recent.record(1);
    expect(recent.quantileMs(1)).toBeCloseTo(1, 0);
    recent.record(100);
    clock.advance(999);
    expect(recent.quantileMs(1)).toBeCloseTo(1, 0);
    clock.advance(1);
    expect(recent.quantileMs(1)).toEqual(about100);
  });
});
