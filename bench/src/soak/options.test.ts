import { expect, test } from 'vitest';
import { parseSoakOptions } from './options.ts';

test('soaks for ten minutes unless told otherwise', () => {
  expect(parseSoakOptions([])).toEqual({ seconds: 600, json: null, help: false });
});

test.each([
  { args: ['--for', '90s'], seconds: 90 },
  { args: ['--', '--for', '1m'], seconds: 60 },
  { args: ['--for=2h'], seconds: 7_200 },
])('reads $args as $seconds s', ({ args, seconds }) => {
  expect(parseSoakOptions(args).seconds).toBe(seconds);
});

test.each(['9s', '25h', '10', '1.5m', 'm', ''])('refuses %j', (text) => {
  expect(() => parseSoakOptions([`--for=${text}`])).toThrow(
    `--for: got ${text}, expected a time from 10s to 24h, such as 10m`,
  );
});
