import { expect, it } from 'vitest';
import { resolveSwitch } from './switch.ts';

const builtIn = { a: 1, b: 2 };

it.each([
  { name: 'nobody speaks of it', inherited: undefined, own: undefined, on: { a: 1, b: 2 }, off: null },
  { name: 'it is written', inherited: undefined, own: {}, on: { a: 1, b: 2 }, off: { a: 1, b: 2 } },
  {
    name: 'it is written below',
    inherited: { a: 5 },
    own: undefined,
    on: { a: 5, b: 2 },
    off: { a: 5, b: 2 },
  },
  { name: 'both say something', inherited: { a: 5 }, own: { b: 6 }, on: { a: 5, b: 6 }, off: { a: 5, b: 6 } },
  { name: 'it is turned off', inherited: { a: 5 }, own: false, on: null, off: null },
  { name: 'it is turned off below', inherited: false, own: undefined, on: null, off: null },
  { name: 'it is turned on again', inherited: false, own: { b: 6 }, on: { a: 1, b: 6 }, off: { a: 1, b: 6 } },
] as const)('resolves a block when $name', ({ inherited, own, on, off }) => {
  expect(resolveSwitch(builtIn, 'on', inherited, own)).toEqual(on);
  expect(resolveSwitch(builtIn, 'off', inherited, own)).toEqual(off);
});
