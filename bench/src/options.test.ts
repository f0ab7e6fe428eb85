import { describe, expect, test } from 'vitest';
import { parseOptions, select } from './options.ts';

describe('parseOptions', () => {
  test('measures three rounds of five seconds unless told otherwise', () => {
    expect(parseOptions([])).toEqual({
      json: null,
      only: null,
      cases: null,
      seconds: 5,
      warmUpSeconds: 2,
      rounds: 3,
      attempts: 3,
      profile: null,
      help: false,
    });
  });

  test.each([
    { args: ['--duration', '12s'], seconds: 12 },
    { args: ['--duration', '500ms'], seconds: 1 },
    { args: ['--quick'], seconds: 1 },
    { args: ['--quick', '--duration', '3s'], seconds: 3 },
  ])('reads $args as runs of $seconds s', ({ args, seconds }) => {
    expect(parseOptions(args).seconds).toBe(seconds);
  });

  test('makes one round when quick', () => {
    expect(parseOptions(['--quick']).rounds).toBe(1);
  });

  test('reads names separated by commas', () => {
    expect(parseOptions(['--only', 'nginx,caddy', '--cases', 'small-get'])).toMatchObject({
      only: ['nginx', 'caddy'],
      cases: ['small-get'],
    });
  });

  test.each([
    { args: ['--duration', '5'], message: '--duration: got 5, expected a time up to 60s, such as 5s' },
    { args: ['--duration', '0s'], message: '--duration: got 0s, expected a time up to 60s, such as 5s' },
    { args: ['--duration', '2h'], message: '--duration: got 2h, expected a time up to 60s, such as 5s' },
    { args: ['--rounds', '0'], message: '--rounds: got 0, expected a whole number from 1 to 20' },
    { args: ['--rounds', '1.5'], message: '--rounds: got 1.5, expected a whole number from 1 to 20' },
  ])('refuses $args', ({ args, message }) => {
    expect(() => parseOptions(args)).toThrow(message);
  });

  test('refuses an option that there is not', () => {
    expect(() => parseOptions(['--fast'])).toThrow("Unknown option '--fast'");
  });
});

describe('select', () => {
  const all = [{ name: 'a' }, { name: 'b' }, { name: 'c' }];

  test('keeps the order of the whole list', () => {
    expect(select(all, ['c', 'a'])).toEqual([{ name: 'a' }, { name: 'c' }]);
  });

  test('takes all when none is named', () => {
    expect(select(all, null)).toEqual(all);
  });

  test('refuses a name that there is not, and says which there are', () => {
    expect(() => select(all, ['a', 'x'])).toThrow('there is no x, only a, b, c');
  });
});
