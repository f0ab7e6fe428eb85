import { expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { ConditionHolder } from './condition-holder.ts';

function holder(): { clock: FakeClock; states: string[]; condition: ConditionHolder } {
  const clock = new FakeClock();
  const states: string[] = [];
  return { clock, states, condition: new ConditionHolder(clock, ({ state }) => states.push(state)) };
}

test('is up at first', () => {
  expect(holder().condition.current).toEqual({ state: 'up' });
});

test('is up again when the term is over, not before', async () => {
  const { clock, states, condition } = holder();
  const start = clock.now();
  condition.set({ condition: { state: 'down' }, forMs: 1000 });
  const { ended } = condition;
  expect(condition.untilMs).toBe(start + 1000);
  clock.advance(999);
  expect(condition.current.state).toBe('down');
  clock.advance(1);
  await expect.poll(() => condition.current.state).toBe('up');
  expect(condition.untilMs).toBeUndefined();
  expect(ended.aborted).toBe(true);
  expect(states).toEqual(['down', 'up']);
});

test('forgets the term of a condition that another one has replaced', () => {
  const { clock, condition } = holder();
  condition.set({ condition: { state: 'down' }, forMs: 1000 });
  condition.set({ condition: { state: 'unready' } });
  expect(clock.asleep).toBe(0);
  clock.advance(1000);
  expect(condition.current.state).toBe('unready');
});
