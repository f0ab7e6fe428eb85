import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { integer, integerOrOff, toInteger } from './integer.ts';
import { endpointPort, listenerPort } from './port.ts';

describe('toInteger', () => {
  const cases: [name: string, value: unknown, expected: number | null][] = [
    ['a number', 80, 80],
    ['a quoted number', '8080', 8080],
    ['a quoted number with leading zeros', '0080', 80],
    ['a negative number', -1, -1],
    ['a fraction', 1.5, null],
    ['a quoted fraction', '1.0', null],
    ['an exponent in quotes', '1e3', null],
    ['spaces', ' 80', null],
    ['a sign in quotes', '+80', null],
    ['an empty string', '', null],
    ['not a number', Number.NaN, null],
    ['infinity', Number.POSITIVE_INFINITY, null],
    ['true', true, null],
    ['nothing', undefined, null],
    ['digits of another script', '٨٠', null],
  ];
  it.each(cases)('reads %s', (_name, value, expected) => {
    expect(toInteger(value)).toBe(expected);
  });
});

describe('integer', () => {
  it('takes exactly the numbers of its range, bare and in quotes', () => {
    const type = integer({ noun: 'a digit', minimum: 2, maximum: 5 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 }), fc.boolean(), (number, quoted) => {
        const parsed = type.parse(quoted ? String(number) : number);
        expect(parsed.ok).toBe(number >= 2 && number <= 5);
      }),
    );
  });

  it('says its range', () => {
    const type = integer({ noun: 'a digit', minimum: 2, maximum: 5 });
    expect(type.expected).toBe('a digit from 2 to 5');
    expect(type.parse(6)).toEqual({ ok: false, fix: 'use a whole number from 2 to 5' });
  });
});

describe('ports', () => {
  it('lets 0 mean any free port for a listener, never for an endpoint', () => {
    expect(listenerPort.parse(0)).toEqual({ ok: true, value: 0 });
    expect(endpointPort.parse(0).ok).toBe(false);
  });

  it.each([65_536, -1, '65536', '99999999999999999999'])('refuses %s', (port) => {
    expect(listenerPort.parse(port).ok).toBe(false);
    expect(endpointPort.parse(port).ok).toBe(false);
  });
});

it('takes off where there may be no limit, and says so to 0 and false', () => {
  const requests = integerOrOff({ noun: 'a number', minimum: 1, maximum: 9 });
  expect(requests.expected).toBe('a number from 1 to 9, or off');
  expect(requests.parse('off')).toEqual({ ok: true, value: null });
  expect(requests.parse('7')).toEqual({ ok: true, value: 7 });
  expect(requests.parse(0)).toEqual({ ok: false, fix: 'write off to have no limit' });
  expect(requests.parse(false)).toEqual({ ok: false, fix: 'write off to have no limit' });
  expect(requests.parse(10)).toEqual({ ok: false, fix: 'use a whole number from 1 to 9' });
});
