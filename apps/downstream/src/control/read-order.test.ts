import { expect, test } from 'vitest';
import { readOrder } from './read-order.ts';

const half = (): number => 0.5;

test.each([
  { name: 'up', body: { state: 'up' }, order: { condition: { state: 'up' } } },
  {
    name: 'a term',
    body: { state: 'down', for: '10s' },
    order: { condition: { state: 'down' }, forMs: 10_000 },
  },
  {
    name: 'slow by default',
    body: { state: 'slow' },
    order: { condition: { state: 'slow', delayMs: 1000 } },
  },
  {
    name: 'slow',
    body: { state: 'slow', delay: '60s' },
    order: { condition: { state: 'slow', delayMs: 60_000 } },
  },
  {
    name: 'erroring by default',
    body: { state: 'erroring' },
    order: { condition: { state: 'erroring', errorRate: 1, status: 503, random: half } },
  },
  {
    name: 'erroring',
    body: { state: 'erroring', errorRate: 0, status: 500 },
    order: { condition: { state: 'erroring', errorRate: 0, status: 500, random: half } },
  },
])('reads $name', ({ body, order }) => {
  expect(readOrder(body, half)).toEqual({ value: order });
});

test('draws from the seed if one is given', () => {
  const draws = [1, 2].map(() => {
    const parsed = readOrder({ state: 'erroring', seed: 7 }, half);
    if (!('value' in parsed) || parsed.value.condition.state !== 'erroring')
      throw new Error('it was not read');
    return Array.from({ length: 3 }, parsed.value.condition.random);
  });
  expect(draws[0]).toEqual(draws[1]);
  expect(draws[0]).not.toContain(0.5);
});

test.each([
  { name: 'nothing', body: undefined, expected: 'a JSON object with a state' },
  { name: 'null', body: null, expected: 'a JSON object with a state' },
  {
    name: 'another state',
    body: { state: 'broken' },
    expected: 'a state of up, unready, slow, erroring, hanging, down, refusing',
  },
  {
    name: 'no state',
    body: { delay: '1s' },
    expected: 'a state of up, unready, slow, erroring, hanging, down, refusing',
  },
  {
    name: "another state's setting",
    body: { state: 'down', delay: '1s' },
    expected: "no 'delay': down takes for",
  },
  { name: 'a term for up', body: { state: 'up', for: '1s' }, expected: "no 'for': up takes no settings" },
  {
    name: 'a rate above 1',
    body: { state: 'erroring', errorRate: 2 },
    expected: 'errorRate: a number from 0 to 1',
  },
  {
    name: 'a rate as text',
    body: { state: 'erroring', errorRate: '1' },
    expected: 'errorRate: a number from 0 to 1',
  },
  { name: 'a good status', body: { state: 'erroring', status: 200 }, expected: 'status: from 400 to 599' },
  { name: 'a broken seed', body: { state: 'erroring', seed: 0.5 }, expected: 'seed: a whole number' },
  {
    name: 'a delay above a minute',
    body: { state: 'slow', delay: '61s' },
    expected: 'delay: a duration with its unit such as 250ms or 2s, at most 60s',
  },
  {
    name: 'a term above an hour',
    body: { state: 'down', for: '61m' },
    expected: 'for: a duration with its unit such as 250ms or 2s, at most 3600s',
  },
  {
    name: 'refusing without a term',
    body: { state: 'refusing' },
    expected: 'refusing with a for, such as "10s": nobody could call it back',
  },
])('refuses $name', ({ body, expected }) => {
  expect(readOrder(body, half)).toEqual({ expected });
});
