import { accept, refuse } from './value-type.ts';
import type { Parsed, ValueType } from './value-type.ts';

/** A share from 0 to 100; the sign is optional. @unit percent */
export const percentage: ValueType<number> = {
  expected: 'a percentage from 0 to 100',
  json: [
    { type: 'number', minimum: 0, maximum: 100 },
    { type: 'string', pattern: '^[0-9]+(\\.[0-9]+)?%?$' },
  ],
  parse(value) {
    const percent = toPercent(value);
    if (percent === null || percent < 0 || percent > 100)
      return refuse('use a number from 0 to 100, such as 20%');
    return accept(percent);
  },
};

/** The same, or `off`, which becomes null. @unit percent */
export const percentageOrOff: ValueType<number | null> = {
  expected: `${percentage.expected}, or off`,
  json: [...percentage.json, { const: 'off' }],
  parse(value): Parsed<number | null> {
    return value === 'off' ? accept(null) : percentage.parse(value);
  },
};

function toPercent(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || !/^[0-9]{1,3}(\.[0-9]{1,6})?%?$/.test(value)) return null;
  return Number(value.replace('%', ''));
}
