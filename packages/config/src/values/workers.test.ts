import { expect, it } from 'vitest';
import { workers } from './workers.ts';

it.each([
  [1, 1],
  ['1', 1],
  [256, 256],
  ['auto', 'auto'],
])('reads %j as %j', (value, count) => {
  expect(workers.parse(value)).toEqual({ ok: true, value: count });
});

it.each([0, -1, 257, 1.5, 'many', 'Auto', true, null, undefined])('refuses %j', (value) => {
  const fix = 'write a number from 1 to 256, or auto for one for each core';
  expect(workers.parse(value)).toEqual({ ok: false, fix });
});
