import { expect, it } from 'vitest';
import { Slices } from './slices.ts';

it('lets others work as often as a slice is over', async () => {
  const slices = new Slices(0);
  const order: string[] = [];
  for (const step of ['one', 'two']) {
    setImmediate(() => order.push(`after ${step}`));
    order.push(step);
    if (slices.over) await slices.next();
  }
  expect(order).toEqual(['one', 'after one', 'two', 'after two']);
});

it('goes on while its slice lasts', () => {
  expect(new Slices(60_000).over).toBe(false);
});
