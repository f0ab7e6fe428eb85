import { expect, test } from 'vitest';
import { idleLimitMs } from './keep-alive.ts';

const cases = [
  { name: 'no hint leaves the default', headers: ['Content-Length', '0'], expected: 4_000 },
  { name: 'a hint counts less a second', headers: ['Keep-Alive', 'timeout=3'], expected: 2_000 },
  { name: 'a hint above the default raises it', headers: ['Keep-Alive', 'timeout=15'], expected: 14_000 },
  { name: 'a minute is the most', headers: ['Keep-Alive', 'timeout=99999999999999'], expected: 60_000 },
  { name: 'a second is not worth keeping', headers: ['Keep-Alive', 'timeout=1'], expected: 0 },
  { name: 'nor is none', headers: ['Keep-Alive', 'timeout=0'], expected: 0 },
  { name: 'other parameters are skipped', headers: ['keep-alive', 'max=5, TIMEOUT = 3 '], expected: 2_000 },
  { name: 'max alone is no hint', headers: ['Keep-Alive', 'max=100'], expected: 4_000 },
  { name: 'what is no number is no hint', headers: ['Keep-Alive', 'timeout=-3, timeout'], expected: 4_000 },
  {
    name: 'the second field counts too',
    headers: ['Keep-Alive', 'x', 'Keep-Alive', 'timeout=3'],
    expected: 2_000,
  },
  { name: 'another field of that length does not', headers: ['Keep-Alivf', 'timeout=3'], expected: 4_000 },
];

test.each(cases)('$name', ({ headers, expected }) => {
  expect(idleLimitMs(headers, 4_000)).toBe(expected);
});
