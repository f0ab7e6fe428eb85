import { expect, it } from 'vitest';
import { isEveryAddress, isLoopback } from './loopback.ts';

it.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1', 'localhost', 'a.localhost'])(
  'knows that %s is this machine alone',
  (address) => {
    expect(isLoopback(address)).toBe(true);
  },
);

it.each(['0.0.0.0', '::', '128.0.0.1', '10.0.0.1', '::2', 'localhost.example.com'])(
  'knows that others may reach %s',
  (address) => {
    expect(isLoopback(address)).toBe(false);
  },
);

it('knows what every address is', () => {
  expect(['0.0.0.0', '::', '127.0.0.1'].map(isEveryAddress)).toEqual([true, true, false]);
});
