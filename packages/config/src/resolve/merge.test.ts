import { expect, it } from 'vitest';
import { merge } from './merge.ts';

const block = { a: 1, b: [1, 2] };

it('lets the last layer that has a key win', () => {
  expect(merge(block, { a: 2 }, { a: 3 })).toEqual({ a: 3, b: [1, 2] });
});

it('replaces lists', () => {
  expect(merge(block, { b: [3] })).toEqual({ a: 1, b: [3] });
});

it('takes an undefined key for none, and an absent layer for an empty one', () => {
  expect(merge(block, { a: undefined }, undefined)).toEqual(block);
});

it('changes none of its arguments', () => {
  const layer = Object.freeze({ a: 2 });
  merge(Object.freeze(block), layer);
  expect(block).toEqual({ a: 1, b: [1, 2] });
});
