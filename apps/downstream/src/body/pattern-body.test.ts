import { expect, test } from 'vitest';
import { patternBody } from './pattern-body.ts';

const MIB = 1024 * 1024;

test('has the promised byte at each offset', () => {
  const bytes = Buffer.concat([...patternBody(200_000).read(0, 200_000)]);
  expect(bytes.length).toBe(200_000);
  expect(bytes.every((byte, offset) => byte === 33 + (offset % 89))).toBe(true);
});

test.each([
  { start: 0, end: 1 },
  { start: 88, end: 90 },
  { start: 65_500, end: 131_100 },
  { start: 256 * MIB - 3, end: 256 * MIB },
])('reads the part from $start to $end by itself', ({ start, end }) => {
  const bytes = Buffer.concat([...patternBody(256 * MIB).read(start, end)]);
  expect(bytes.length).toBe(end - start);
  expect(bytes.every((byte, offset) => byte === 33 + ((start + offset) % 89))).toBe(true);
});

test('has nothing to read when it is empty', () => {
  expect([...patternBody(0).read(0, 0)]).toEqual([]);
});
