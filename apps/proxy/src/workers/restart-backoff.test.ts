import { expect, it } from 'vitest';
import { RestartBackoff } from './restart-backoff.ts';

it.each([
  {
    name: 'is at once the first time, then waits twice as long each time, up to 30 s',
    lived: [0, 0, 0, 0, 0, 0, 0, 0],
    delays: [0, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000],
  },
  {
    name: 'is at once again after a life of 10 s',
    lived: [5, 5, 9_999, 10_000, 5, 5],
    delays: [0, 1_000, 2_000, 0, 1_000, 2_000],
  },
])('a replacement $name', ({ lived, delays }) => {
  const backoff = new RestartBackoff();
  expect(lived.map((ms) => backoff.next(ms))).toEqual(delays);
});
