import { expect, it } from 'vitest';
import { workerCount } from './worker-count.ts';

it.each([
  { name: 'as many as asked for', workers: 3, cores: { available: 2, limit: 1 }, count: 3 },
  { name: 'one for each core', workers: 'auto', cores: { available: 8, limit: null }, count: 8 },
  {
    name: "one for each core of the container's limit",
    workers: 'auto',
    cores: { available: 8, limit: 2 },
    count: 2,
  },
  { name: 'none for a part of a core', workers: 'auto', cores: { available: 8, limit: 2.9 }, count: 2 },
  { name: 'never none', workers: 'auto', cores: { available: 8, limit: 0.5 }, count: 1 },
  { name: 'no more than there are cores', workers: 'auto', cores: { available: 2, limit: 16 }, count: 2 },
] as const)('there are $name', ({ workers, cores, count }) => {
  expect(workerCount(workers, cores)).toBe(count);
});
