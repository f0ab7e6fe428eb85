import { expect, test } from 'vitest';
import { parseSize } from './size.ts';

const MAX_BYTES = 256 * 1024 * 1024;

test.each([
  { text: '0', bytes: 0 },
  { text: '512', bytes: 512 },
  { text: '512B', bytes: 512 },
  { text: '64KiB', bytes: 65_536 },
  { text: '256MiB', bytes: MAX_BYTES },
])('reads $text as $bytes bytes', ({ text, bytes }) => {
  expect(parseSize(text, MAX_BYTES)).toEqual({ value: bytes });
});

test.each(['', '-1', '1.5KiB', '1KB', '1GiB', '257MiB', '999999999999', 'KiB'])(
  'refuses %j and names the limit',
  (text) => {
    expect(parseSize(text, MAX_BYTES)).toEqual({
      expected: 'a size such as 512, 64KiB or 1MiB, at most 256MiB',
    });
  },
);
