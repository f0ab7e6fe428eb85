import { FakeClock } from '@hostler/test-kit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WaitQueue } from './wait-queue.ts';
import type { Waiter } from './wait-queue.ts';

/** A place with so many seats, and a line in front of it. */
function setUp(options: { readonly size?: number; readonly seats?: number } = {}) {
  const clock = new FakeClock();
  const queue = new WaitQueue({ size: options.size ?? 10, deadlineMs: 1_000 }, clock);
  const events: string[] = [];
  const place = { seats: options.seats ?? 0 };
  const waiter = (name: string, canSit = (): boolean => true): Waiter => ({
    proceed() {
      if (place.seats === 0 || !canSit()) return false;
      place.seats -= 1;
      events.push(name);
      return true;
    },
    expired: () => events.push(`${name} expired`),
  });
  const free = async (seats: number): Promise<void> => {
    place.seats += seats;
    queue.wake();
    await Promise.resolve();
  };
  return { clock, queue, events, place, waiter, free };
}

describe('WaitQueue', () => {
  it('starts as many as there is room for, first in, first out', async () => {
    const { queue, events, waiter, free } = setUp();
    for (const name of ['a', 'b', 'c']) queue.join(waiter(name), 'entry');
    await free(1);
    expect(events).toEqual(['a']);
    await free(2);
    expect(events).toEqual(['a', 'b', 'c']);
    expect([queue.length, queue.entries]).toEqual([0, 0]);
  });

  it('looks once however often it is woken, and only when the caller is done', async () => {
    const { queue, events, place, waiter } = setUp();
    let looks = 0;
    queue.join(
      waiter('a', () => {
        looks += 1;
        return false;
      }),
      'entry',
    );
    place.seats = 3;
    for (let i = 0; i < 5; i++) queue.wake();
    expect(looks).toBe(0);
    await Promise.resolve();
    expect([looks, events]).toEqual([1, []]);
  });

  it('takes no more than its size', () => {
    const { queue, waiter } = setUp({ size: 2 });
    const third = waiter('c');
    expect([
      queue.join(waiter('a'), 'entry'),
      queue.join(waiter('b'), 'entry'),
      queue.join(third, 'entry'),
    ]).toEqual([true, true, false]);
    queue.leave(third);
    expect([queue.length, queue.entries]).toEqual([2, 2]);
  });

  it('ends the wait of each at its own deadline', () => {
    const { clock, queue, events, waiter } = setUp();
    queue.join(waiter('a'), 'entry');
    clock.advance(400);
    queue.join(waiter('b'), 'entry');
    clock.advance(599);
    expect(events).toEqual([]);
    clock.advance(1);
    expect(events).toEqual(['a expired']);
    clock.advance(400);
    expect(events).toEqual(['a expired', 'b expired']);
    expect(clock.pending).toBe(0);
  });

  it('does not expire one that came later at the time of one that left', () => {
    const { clock, queue, events, waiter } = setUp();
    const first = waiter('a');
    queue.join(first, 'entry');
    clock.advance(400);
    queue.join(waiter('b'), 'entry');
    queue.leave(first);
    clock.advance(999);
    expect(events).toEqual([]);
    clock.advance(1);
    expect(events).toEqual(['b expired']);
  });

  it('keeps no timer for nobody', async () => {
    const { clock, queue, waiter, free } = setUp();
    const first = waiter('a');
    queue.join(first, 'entry');
    queue.leave(first);
    expect(clock.pending).toBe(0);
    queue.join(waiter('b'), 'entry');
    await free(1);
    expect(clock.pending).toBe(0);
  });

  it('lets nobody overtake the first, but passes by a retry that cannot use what is free', async () => {
    const { queue, events, waiter, free } = setUp();
    queue.join(
      waiter('retry', () => false),
      'retry',
    );
    queue.join(
      waiter('a', () => false),
      'entry',
    );
    queue.join(waiter('b'), 'entry');
    queue.join(waiter('another retry'), 'retry');
    await free(3);
    expect(events).toEqual(['another retry']);
    expect([queue.length, queue.entries]).toEqual([3, 2]);
  });

  it('starts everybody in order and loses nobody, whatever is freed and whoever leaves', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('join' as const) }),
      fc.record({ kind: fc.constant('leave' as const), index: fc.nat(20) }),
      fc.record({ kind: fc.constant('free' as const), seats: fc.nat(3) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { queue, events, waiter, free } = setUp({ size: 1_000 });
        const joined: { name: string; one: Waiter }[] = [];
        const left = new Set<string>();
        for (const one of steps) {
          if (one.kind === 'join') {
            const name = String(joined.length);
            const added = waiter(name);
            joined.push({ name, one: added });
            queue.join(added, 'entry');
          } else if (one.kind === 'leave') {
            const chosen = joined[one.index];
            if (chosen === undefined || events.includes(chosen.name)) continue;
            left.add(chosen.name);
            queue.leave(chosen.one);
          } else {
            await free(one.seats);
          }
        }
        await free(1_000);
        expect(events).toEqual(joined.map(({ name }) => name).filter((name) => !left.has(name)));
      }),
    );
  });
});
