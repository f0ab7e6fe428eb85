import { expect, it } from 'vitest';
import { maxForwards } from './max-forwards.ts';

it.each([
  { name: 'a number', method: 'OPTIONS', headers: ['Max-Forwards', '3'], expected: 3 },
  { name: 'zero', method: 'TRACE', headers: ['max-forwards', '0'], expected: 0 },
  { name: 'another method', method: 'GET', headers: ['Max-Forwards', '0'], expected: null },
  { name: 'absent', method: 'TRACE', headers: [], expected: null },
  { name: 'no number', method: 'TRACE', headers: ['Max-Forwards', '-1'], expected: null },
  { name: 'repeated', method: 'TRACE', headers: ['Max-Forwards', '1', 'Max-Forwards', '1'], expected: null },
  { name: 'enormous', method: 'TRACE', headers: ['Max-Forwards', '9'.repeat(400)], expected: null },
])('reads Max-Forwards: $name', ({ method, headers, expected }) => {
  expect(maxForwards(method, headers)).toBe(expected);
});
