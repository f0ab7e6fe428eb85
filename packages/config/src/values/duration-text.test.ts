import { expect, it } from 'vitest';
import { durationText } from './duration-text.ts';

it.each([
  [0, '0ms'],
  [1_500, '1500ms'],
  [2_000, '2s'],
  [90_000, '90s'],
  [300_000, '5m'],
  [3_600_000, '1h'],
  [172_800_000, '2d'],
])('writes %d as %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});
