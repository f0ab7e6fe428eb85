import { expect, test } from 'vitest';
import { CUT, STEADY, draw } from './kinds.ts';

test('draws each kind as often as its weight says', () => {
  const total = STEADY.reduce((sum, { weight }) => sum + weight, 0);
  const counts = new Map<string, number>();
  for (let index = 0; index < total; index += 1) {
    const { name } = draw(STEADY, (index + 0.5) / total);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  expect(counts).toEqual(new Map(STEADY.map(({ name, weight }) => [name, weight])));
});

test('says that there is nothing to draw from', () => {
  expect(() => draw([], 0.5)).toThrow('nothing to draw from');
});

test('has all framings among the responses that are cut', () => {
  expect(CUT.map(({ path }) => path)).toEqual([
    '/cut?size=64KiB&reset=middle',
    '/cut?size=64KiB&reset=middle&chunked=1',
    '/cut?size=64KiB&reset=middle&close-delimited=1',
  ]);
});
