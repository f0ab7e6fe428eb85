import { expect, it } from 'vitest';
import { ProbeSlots } from './probe-slots.ts';

/** Slots, and who has one, in the order of getting it. */
function scene(count: number): { slots: ProbeSlots; begun: string[]; take: (name: string) => () => void } {
  const slots = new ProbeSlots(count);
  const begun: string[] = [];
  return { slots, begun, take: (name) => slots.take(() => begun.push(name)) };
}

it('gives as many as there are, at once', () => {
  const { slots, begun, take } = scene(2);
  take('a');
  expect(slots.hasFree).toBe(true);
  take('b');
  expect(slots.hasFree).toBe(false);
  take('c');
  expect(begun).toEqual(['a', 'b']);
});

it('gives one that comes back to whoever waits for longest', () => {
  const { slots, begun, take } = scene(1);
  const leave = take('a');
  take('b');
  take('c');
  leave();
  expect(begun).toEqual(['a', 'b']);
  expect(slots.hasFree).toBe(false);
});

it('takes one back once only', () => {
  const { begun, take } = scene(1);
  const leave = take('a');
  take('b');
  take('c');
  leave();
  leave();
  expect(begun).toEqual(['a', 'b']);
});

it('forgets who no longer waits', () => {
  const { slots, begun, take } = scene(1);
  const leaveA = take('a');
  const leaveB = take('b');
  leaveB();
  leaveA();
  expect(begun).toEqual(['a']);
  expect(slots.hasFree).toBe(true);
});
