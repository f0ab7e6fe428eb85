import { expect, it } from 'vitest';
import { boolean } from './boolean.ts';

it.each([
  [true, true],
  [false, false],
  ['true', true],
  ['false', false],
])('reads %j as %s', (value, expected) => {
  expect(boolean.parse(value)).toEqual({ ok: true, value: expected });
});

it.each(['yes', 'on', 'TRUE', 1, 0, '', null, undefined])('refuses %j', (value) => {
  expect(boolean.parse(value)).toEqual({ ok: false, fix: 'write true or false' });
});
