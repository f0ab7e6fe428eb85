import { expect, test } from 'vitest';
import { parseDuration } from './duration.ts';

test.each([
  { text: '0s', ms: 0 },
  { text: '250ms', ms: 250 },
  { text: '1.5s', ms: 1500 },
  { text: '1m', ms: 60_000 },
])('reads $text as $ms milliseconds', ({ text, ms }) => {
  expect(parseDuration(text, 60_000)).toEqual({ value: ms });
});

test.each(['', '5', '-1s', '1e3ms', '1 s', '61s', '2m', '1h', 's', '1S'])(
  'refuses %j and names the limit',
  (text) => {
    expect(parseDuration(text, 60_000)).toEqual({
      expected: 'a duration with its unit such as 250ms or 2s, at most 60s',
    });
  },
);
