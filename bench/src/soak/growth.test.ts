import { expect, test } from 'vitest';
import { growthOf } from './growth.ts';

test('compares the medians of the first and the last tenth', () => {
  // One sample of each tenth is far off, as during a collection.
  const samples = [100, 900, 100, ...Array.from({ length: 24 }, () => 500), 110, 0, 110];
  expect(growthOf(samples)).toEqual({ firstKib: 100, lastKib: 110, ratio: 110 / 100 - 1 });
});

test('says nothing of fewer than ten samples', () => {
  expect(growthOf(Array.from({ length: 9 }, () => 1))).toBeNull();
});
