import { accept, refuse } from './value-type.ts';
import type { Parsed, ValueType } from './value-type.ts';

const unitBytes: ReadonlyMap<string, number> = new Map([
  ['B', 1],
  ['KiB', 1_024],
  ['MiB', 1_048_576],
  ['GiB', 1_073_741_824],
  ['TiB', 1_099_511_627_776],
]);
const shape = /^([0-9]{1,12}(?:\.[0-9]{1,3})?)(B|KiB|MiB|GiB|TiB)$/;

/** A size with its unit, from 0B to 1024TiB, or `off`, which becomes null. @unit bytes */
export const sizeOrOff: ValueType<number | null> = {
  expected: 'a size such as 64KiB or 1MiB, or off',
  json: [{ type: 'string', pattern: '^([0-9]+(\\.[0-9]+)?(B|KiB|MiB|GiB|TiB)|off)$' }],
  parse(value): Parsed<number | null> {
    if (value === 'off') return accept(null);
    const bytes = sizeBytes(value);
    return bytes === null ? refuse(fixFor(value)) : accept(bytes);
  },
};

const largestBytes = 2 ** 50;

function sizeBytes(value: unknown): number | null {
  const [, number, unit = ''] = (typeof value === 'string' && shape.exec(value)) || [];
  const bytes = Number(number) * (unitBytes.get(unit) ?? Number.NaN);
  return Number.isInteger(bytes) && bytes <= largestBytes ? bytes : null;
}

function fixFor(value: unknown): string {
  if (value === false || value === null) return 'write off to have no limit';
  if (typeof value === 'number' || (typeof value === 'string' && /^[0-9.]+$/.test(value))) {
    return `add the unit: ${value}B, ${value}KiB or ${value}MiB`;
  }
  const decimal =
    typeof value === 'string' && !shape.test(value) ? /^([0-9.]+) *([KMGT])i?B?$/i.exec(value) : null;
  if (decimal !== null) return `write ${decimal[1]}${decimal[2]?.toUpperCase()}iB`;
  return 'write a whole number of bytes with one unit of B, KiB, MiB, GiB, TiB, such as 10MiB';
}
