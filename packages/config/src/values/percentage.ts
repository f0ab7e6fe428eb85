import { accept, refuse } from './value-type.ts';
import type { Parsed, ValueType } from './value-type.ts';

/** A share from 0 to 100; the sign is optional. @unit percent */
export const percentage = percentageFrom(0);

/** The same, at least 1: a threshold that 0 failures would reach is none. @unit percent */
export const positivePercentage = percentageFrom(1);

/** At least 1, or `off`, which becomes null. @unit percent */
export const positivePercentageOrOff: ValueType<number | null> = {
  expected: `${positivePercentage.expected}, or off`,
  json: [...positivePercentage.json, { const: 'off' }],
  parse(value): Parsed<number | null> {
    if (value === 'off') return accept(null);
    return toPercent(value) === 0
      ? refuse('write off to have no threshold')
      : positivePercentage.parse(value);
  },
};

function percentageFrom(minimum: number): ValueType<number> {
  return {
    expected: `a percentage from ${minimum} to 100`,
    json: [
      { type: 'number', minimum, maximum: 100 },
      { type: 'string', pattern: '^[0-9]+(\\.[0-9]+)?%?$' },
    ],
    parse(value) {
      const percent = toPercent(value);
      if (percent === null || percent < minimum || percent > 100)
        return refuse(`use a number from ${minimum} to 100, such as 20%`);
      return accept(percent);
    },
  };
}

function toPercent(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || !/^[0-9]{1,3}(\.[0-9]{1,6})?%?$/.test(value)) return null;
  return Number(value.replace('%', ''));
}
