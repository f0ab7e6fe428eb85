import { expect, test } from 'vitest';
import { growthOf } from './growth.ts';

test('reads the ends of a line that all samples lie on', () => {
  const growth = growthOf(Array.from({ length: 11 }, (_, at) => 100 + at));
  expect(growth?.firstKib).toBeCloseTo(100, 10);
  expect(growth?.lastKib).toBeCloseTo(110, 10);
  expect(growth?.ratio).toBeCloseTo(0.1, 10);
});

test('sees next to nothing in an up and down, wherever it begins', () => {
  for (const phase of [0, 5, 10, 15]) {
    const wave = Array.from({ length: 600 }, (_, at) => ((at + phase) % 20 < 10 ? 100 : 120));
    expect(Math.abs(growthOf(wave)?.ratio ?? 1)).toBeLessThan(0.01);
  }
});

test('says nothing of fewer than ten samples', () => {
  expect(growthOf(Array.from({ length: 9 }, () => 1))).toBeNull();
});
