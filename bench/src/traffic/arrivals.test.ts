import { expect, test, vi } from 'vitest';
import { startArrivals } from './arrivals.ts';

test('sends whether or not the ones before were answered, up to the limit, and leaves out the rest', async () => {
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
  let sent = 0;
  const arrivals = startArrivals({
    perSecond: 1_000,
    maxInFlight: 3,
    async sendOne() {
      sent += 1;
      await answered;
    },
  });
  await vi.waitFor(() => expect(arrivals.leftOut).toBeGreaterThan(0));
  expect(sent).toBe(3);
  answer();
  await vi.waitFor(() => expect(sent).toBeGreaterThan(3));
  await arrivals.stop();
});

test('has stopped when those under way have ended', async () => {
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
  let [sent, ended] = [0, 0];
  const arrivals = startArrivals({
    perSecond: 1_000,
    maxInFlight: 2,
    async sendOne() {
      sent += 1;
      await answered;
      ended += 1;
    },
  });
  await vi.waitFor(() => expect(sent).toBe(2));
  const stopped = arrivals.stop();
  expect(ended).toBe(0);
  answer();
  await stopped;
  expect([sent, ended]).toEqual([2, 2]);
});
