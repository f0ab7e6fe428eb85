import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duration, durationOr, durationOrOff } from './duration.ts';

const upToADay = { minimum: '1ms', maximum: '24h' };

describe('duration', () => {
  it.each([
    ['250ms', 250],
    ['30s', 30_000],
    ['1.5s', 1_500],
    ['0.001s', 1],
    ['2.3m', 138_000],
    ['1h', 3_600_000],
    ['1d', 86_400_000],
  ])('reads %s as %d ms', (text, ms) => {
    expect(duration(upToADay).parse(text)).toEqual({ ok: true, value: ms });
  });

  it.each([
    ['a bare number', 30, 'add the unit: 30ms, 30s, 30m or 30h'],
    ['a number in quotes', '30', 'add the unit: 30ms, 30s, 30m or 30h'],
    ['an unknown unit', '30sec', 'write one number and one unit of ms, s, m, h, d, such as 250ms, 30s or 1h'],
    ['two units', '1h30m', 'write one number and one unit of ms, s, m, h, d, such as 250ms, 30s or 1h'],
    ['a space', '30 s', 'write one number and one unit of ms, s, m, h, d, such as 250ms, 30s or 1h'],
    [
      'a fraction of a millisecond',
      '0.5ms',
      'write one number and one unit of ms, s, m, h, d, such as 250ms, 30s or 1h',
    ],
    [
      'a negative duration',
      '-1s',
      'write one number and one unit of ms, s, m, h, d, such as 250ms, 30s or 1h',
    ],
    ['too little', '0s', 'use a value from 1ms to 24h'],
    ['too much', '2d', 'use a value from 1ms to 24h'],
    [
      'off, where there must be one',
      'off',
      'write one number and one unit of ms, s, m, h, d, such as 250ms, 30s or 1h',
    ],
    ['nothing', undefined, 'write one number and one unit of ms, s, m, h, d, such as 250ms, 30s or 1h'],
  ])('refuses %s', (_name, value, fix) => {
    expect(duration(upToADay).parse(value)).toEqual({ ok: false, fix });
  });

  it('reads whole milliseconds of every unit exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 86_400_000 }), (ms) => {
        expect(duration(upToADay).parse(`${ms}ms`)).toEqual({ ok: true, value: ms });
        expect(duration(upToADay).parse(`${(ms / 1_000).toFixed(3)}s`)).toEqual({ ok: true, value: ms });
      }),
    );
  });
});

describe('durationOrOff', () => {
  it('takes off for no limit', () => {
    expect(durationOrOff(upToADay).parse('off')).toEqual({ ok: true, value: null });
  });

  it.each([0, '0', '0s', '0.0h', false])('asks for off in place of %j', (value) => {
    expect(durationOrOff(upToADay).parse(value)).toEqual({ ok: false, fix: 'write off to have no limit' });
  });

  it('says its range', () => {
    expect(durationOrOff(upToADay).expected).toBe('a duration from 1ms to 24h, or off');
  });
});

it('takes a word in place of a duration', () => {
  const age = durationOr('session', { minimum: '1s', maximum: '365d' });
  expect(age.expected).toBe('a duration from 1s to 365d, or session');
  expect(age.parse('session')).toEqual({ ok: true, value: 'session' });
  expect(age.parse('1h')).toEqual({ ok: true, value: 3_600_000 });
  expect(age.parse('0s')).toEqual({ ok: false, fix: 'use a value from 1s to 365d' });
});
