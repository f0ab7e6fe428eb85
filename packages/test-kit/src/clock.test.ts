import { describe, expect, it } from 'vitest';
import { FakeClock } from './clock.ts';

/** A clock and a log of what fired when. */
function setUp() {
  const clock = new FakeClock();
  const fired: string[] = [];
  const after = (name: string, delayMs: number) =>
    clock.setTimeout(() => fired.push(`${name}@${clock.now()}`), delayMs);
  return { clock, fired, after };
}

describe('time', () => {
  it('stands still until it is moved', () => {
    const clock = new FakeClock(1_000);
    expect(clock.now()).toBe(1_000);
    clock.advance(250.5);
    expect(clock.now()).toBe(1_250.5);
  });

  it.each([-1, Number.NaN])('does not move by %s ms', (ms) => {
    expect(() => new FakeClock().advance(ms)).toThrow(RangeError);
  });
});

describe('timers', () => {
  it('fire at the moment they are due, not before', () => {
    const { clock, fired, after } = setUp();
    after('a', 100);
    clock.advance(99);
    expect(fired).toEqual([]);
    clock.advance(1);
    expect(fired).toEqual(['a@100']);
    clock.advance(1_000);
    expect(fired).toEqual(['a@100']);
  });

  it('fire by due time, and in the order of their start where that is the same', () => {
    const { clock, fired, after } = setUp();
    after('late', 30);
    after('first', 10);
    after('second', 10);
    clock.advance(50);
    expect(fired).toEqual(['first@10', 'second@10', 'late@30']);
    expect(clock.now()).toBe(50);
  });

  it('that callbacks start fire in the same advance when they fall due in it', () => {
    const { clock, fired } = setUp();
    const again = (): void => {
      fired.push(`again@${clock.now()}`);
      clock.setTimeout(again, 40);
    };
    clock.setTimeout(again, 40);
    clock.advance(100);
    expect(fired).toEqual(['again@40', 'again@80']);
    expect(clock.pending).toBe(1);
  });

  it.each([0, -5, 0.2])('of %s ms take one, as in Node', (delayMs) => {
    const { clock, fired, after } = setUp();
    after('a', delayMs);
    clock.advance(0.5);
    expect(fired).toEqual([]);
    clock.advance(0.5);
    expect(fired).toEqual(['a@1']);
  });

  it.each([2 ** 31, Number.POSITIVE_INFINITY, Number.NaN])('of %s ms are refused', (delayMs) => {
    expect(() => new FakeClock().setTimeout(() => undefined, delayMs)).toThrow(RangeError);
  });

  it('that throw leave the others waiting', () => {
    const { clock, fired, after } = setUp();
    clock.setTimeout(() => {
      throw new Error('boom');
    }, 10);
    after('next', 20);
    expect(() => clock.advance(50)).toThrow('boom');
    expect(clock.now()).toBe(10);
    clock.advance(10);
    expect(fired).toEqual(['next@20']);
  });
});

describe('close', () => {
  it('cancels, however often it is called', () => {
    const { clock, fired, after } = setUp();
    const timer = after('a', 10);
    timer.close();
    timer.close();
    clock.advance(100);
    expect(fired).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('cancels a timer that is due in the same advance', () => {
    const { clock, fired, after } = setUp();
    clock.setTimeout(() => second.close(), 10);
    const second = after('second', 10);
    clock.advance(10);
    expect(fired).toEqual([]);
  });
});

describe('refresh', () => {
  it('starts the delay anew', () => {
    const { clock, fired, after } = setUp();
    const timer = after('a', 100);
    clock.advance(60);
    timer.refresh();
    clock.advance(60);
    expect(fired).toEqual([]);
    expect(clock.pending).toBe(1);
    clock.advance(40);
    expect(fired).toEqual(['a@160']);
  });

  it('starts a timer that has fired once more', () => {
    const { clock, fired, after } = setUp();
    const timer = after('a', 10);
    clock.advance(10);
    timer.refresh();
    clock.advance(10);
    expect(fired).toEqual(['a@10', 'a@20']);
  });

  it('does not bring a closed timer back', () => {
    const { clock, fired, after } = setUp();
    const timer = after('a', 10);
    timer.close();
    timer.refresh();
    clock.advance(100);
    expect(fired).toEqual([]);
  });
});
