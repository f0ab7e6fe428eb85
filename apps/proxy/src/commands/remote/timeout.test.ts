import { expect, it } from 'vitest';
import { parseTimeout } from './timeout.ts';

it.each([
  { text: '10s', ms: 10_000 },
  { text: '250ms', ms: 250 },
  { text: '2m', ms: 120_000 },
  { text: '0s', ms: null },
  { text: '10', ms: null },
  { text: '1h', ms: null },
  { text: '-1s', ms: null },
  { text: '', ms: null },
])('reads the timeout "$text" as $ms', ({ text, ms }) => {
  expect(parseTimeout(text)).toBe(ms);
});
