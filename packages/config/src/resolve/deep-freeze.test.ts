import { expect, it } from 'vitest';
import { deepFreeze } from './deep-freeze.ts';

it('freezes maps and lists all the way down', () => {
  const value = deepFreeze({ a: [{ b: 1 }], c: 'x', d: null });
  expect(Object.isFrozen(value)).toBe(true);
  expect(Object.isFrozen(value.a)).toBe(true);
  expect(Object.isFrozen(value.a[0])).toBe(true);
});

it('comes to an end with a value that contains itself', () => {
  const value: { self?: unknown } = {};
  value.self = value;
  expect(Object.isFrozen(deepFreeze(value))).toBe(true);
});
