import { accept, refuse } from './value-type.ts';
import type { Parsed, ValueType } from './value-type.ts';

/** Bounds, both included, and the noun for messages (`a port`). */
export interface IntegerRange {
  readonly noun: string;
  readonly minimum: number;
  readonly maximum: number;
  /** The order given for a number outside the range. @default 'use a number from MINIMUM to MAXIMUM' */
  readonly fix?: string;
}

/** A whole number, bare or in quotes: values from the environment arrive in quotes. */
export function integer({ noun, minimum, maximum, fix }: IntegerRange): ValueType<number> {
  const refusal = refuse(fix ?? `use a whole number from ${minimum} to ${maximum}`);
  return {
    expected: `${noun} from ${minimum} to ${maximum}`,
    json: [
      { type: 'integer', minimum, maximum },
      { type: 'string', pattern: '^[0-9]+$' },
    ],
    parse(value) {
      const number = toInteger(value);
      if (number === null || number < minimum || number > maximum) return refusal;
      return accept(number);
    },
  };
}

/** A whole number, or `off`, which becomes null. */
export function integerOrOff(range: IntegerRange): ValueType<number | null> {
  const some = integer(range);
  return {
    expected: `${some.expected}, or off`,
    json: [...some.json, { const: 'off' }],
    parse(value): Parsed<number | null> {
      if (value === 'off') return accept(null);
      // As with durations, 0 is no way to say "no limit": it reads like "nothing at all".
      if (value === false || toInteger(value) === 0) return refuse('write off to have no limit');
      return some.parse(value);
    },
  };
}

/** The whole number that a scalar stands for, or null. `'08'` counts, `' 8'`, `'8.0'` and `'1e3'` do not. */
export function toInteger(value: unknown): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null;
  if (typeof value !== 'string' || !/^[0-9]{1,15}$/.test(value)) return null;
  return Number(value);
}
