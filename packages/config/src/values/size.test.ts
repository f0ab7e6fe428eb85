import { expect, it } from 'vitest';
import { sizeOrOff } from './size.ts';

it.each([
  ['0B', 0],
  ['64KiB', 65_536],
  ['1MiB', 1_048_576],
  ['1.5MiB', 1_572_864],
  ['5GiB', 5_368_709_120],
  ['1024TiB', 2 ** 50],
])('reads %s as %d bytes', (text, bytes) => {
  expect(sizeOrOff.parse(text)).toEqual({ ok: true, value: bytes });
});

it('takes off for no limit', () => {
  expect(sizeOrOff.parse('off')).toEqual({ ok: true, value: null });
});

const general = 'write a whole number of bytes with one unit of B, KiB, MiB, GiB, TiB, such as 10MiB';

it.each([
  ['a bare number', 1024, 'add the unit: 1024B, 1024KiB or 1024MiB'],
  ['a number in quotes', '1024', 'add the unit: 1024B, 1024KiB or 1024MiB'],
  ['a decimal unit', '10MB', 'write 10MiB'],
  ['a short unit', '10m', 'write 10MiB'],
  ['a space before the unit', '10 MiB', 'write 10MiB'],
  ['false', false, 'write off to have no limit'],
  ['a fraction of a byte', '0.5B', general],
  ['more than any disk', '1025TiB', general],
  ['a negative size', '-1MiB', general],
  ['nothing', undefined, general],
])('refuses %s', (_name, value, fix) => {
  expect(sizeOrOff.parse(value)).toEqual({ ok: false, fix });
});
