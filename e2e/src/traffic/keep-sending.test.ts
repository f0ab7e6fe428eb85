import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { keepSending } from './keep-sending.ts';

/** Requests that are numbered, and end in that order. */
function numbered(): () => Promise<number> {
  let sent = 0;
  return async () => {
    sent += 1;
    const number = sent;
    await setImmediate();
    return number;
  };
}

it('keeps how every request ended, and stops when told', async () => {
  const traffic = keepSending(2, numbered());
  await traffic.more(10);
  const ended = await traffic.stop();
  expect(ended.length).toBeGreaterThanOrEqual(10);
  expect(ended).toEqual(Array.from({ length: ended.length }, (_, n) => n + 1));
  expect(await traffic.stop()).toBe(ended);
});

it('waits for a request that ends in a certain way', async () => {
  const traffic = keepSending(2, numbered());
  expect(await traffic.until((number) => number % 7 === 0)).toBe(7);
  await traffic.stop();
});

it('gives up what never comes, and sends no more then', async () => {
  const traffic = keepSending(1, numbered(), 20);
  await expect(traffic.until(() => false)).rejects.toThrow('did not come within 20 requests');
  await expect(traffic.more(1)).rejects.toThrow('the traffic has ended');
  expect(await traffic.stop()).toHaveLength(20);
});

it('leaves nobody waiting when it is stopped', async () => {
  const traffic = keepSending(1, numbered());
  const never = traffic.until(() => false);
  await Promise.all([expect(never).rejects.toThrow('the traffic was stopped'), traffic.stop()]);
});
