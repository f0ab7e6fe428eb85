import { expect, test } from 'vitest';
import { CutLog } from './cut-log.ts';

test('explains what ended while its instance was cut, and shortly after', () => {
  const log = new CutLog();
  log.begin('a', 1_000)(2_000);
  expect(log.explains('a', 0, 999)).toBe(false);
  expect(log.explains('a', 500, 1_000)).toBe(true);
  expect(log.explains('a', 1_500, 5_000)).toBe(true);
  expect(log.explains('a', 4_000, 5_000)).toBe(true);
  expect(log.explains('a', 4_001, 5_000)).toBe(false);
});

test('explains nothing for another instance, nor for the proxy itself', () => {
  const log = new CutLog();
  log.begin('a', 1_000);
  expect(log.explains('b', 1_000, 2_000)).toBe(false);
  expect(log.explains(null, 1_000, 2_000)).toBe(false);
  expect(log.explains('a', 1_000_000, 2_000_000)).toBe(true);
});
