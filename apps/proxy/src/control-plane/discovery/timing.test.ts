import { expect, it } from 'vitest';
import { refreshDelayMs, retryDelayMs } from './timing.ts';

/** The least and the most that a random source gives. */
const ends = [() => 0, () => 1 - 2 ** -32];

it.each([
  { name: 'nothing', ttlSeconds: 0, delaysMs: [1_000, 1_100] },
  { name: 'what it says', ttlSeconds: 12, delaysMs: [12_000, 13_200] },
  { name: 'a week', ttlSeconds: 604_800, delaysMs: [30_000, 33_000] },
  { name: 'not said', ttlSeconds: null, delaysMs: [5_000, 5_500] },
])('asks again when an answer has lived, and up to a tenth later: $name', ({ ttlSeconds, delaysMs }) => {
  expect(ends.map((random) => refreshDelayMs(ttlSeconds, random))).toEqual(delaysMs);
});

it('asks again one to one and a half seconds after a failure', () => {
  expect(ends.map((random) => retryDelayMs(random))).toEqual([1_000, 1_500]);
});
