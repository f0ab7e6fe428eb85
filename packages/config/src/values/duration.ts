import { accept, refuse } from './value-type.ts';
import type { Parsed, Refusal, ValueType } from './value-type.ts';

const unitMs: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);
const shape = /^([0-9]{1,12}(?:\.[0-9]{1,3})?)(ms|s|m|h|d)$/;
const pattern = '[0-9]+(\\.[0-9]+)?(ms|s|m|h|d)';

/** Bounds of a duration, both included, in the language itself: `1ms`, `10m`. */
export interface DurationRange {
  readonly minimum: string;
  readonly maximum: string;
}

/** A duration with its unit. @unit ms */
export function duration(range: DurationRange): ValueType<number> {
  const { minimum, maximum } = range;
  const [minimumMs, maximumMs] = [bound(minimum), bound(maximum)];
  return {
    expected: `a duration from ${minimum} to ${maximum}`,
    json: [{ type: 'string', pattern: `^${pattern}$` }],
    parse(value) {
      const ms = durationMs(value);
      if (ms === null) return refuse(fixFor(value));
      if (ms < minimumMs || ms > maximumMs) return outside(range);
      return accept(ms);
    },
  };
}

/** A duration with its unit, or `off`, which becomes null. @unit ms */
export function durationOrOff(range: DurationRange): ValueType<number | null> {
  const some = duration(range);
  return {
    expected: `${some.expected}, or off`,
    json: [{ type: 'string', pattern: `^(${pattern}|off)$` }],
    parse(value): Parsed<number | null> {
      if (value === 'off') return accept(null);
      // 0 and false are how other proxies turn a timeout off; here only `off` does, so that 0 is no trap.
      if (value === false || value === 0 || value === '0' || durationMs(value) === 0) {
        return refuse('write off to have no limit');
      }
      return some.parse(value);
    },
  };
}

/** A duration with its unit, or one word in its place, which stays as it is. @unit ms */
export function durationOr<const Word extends string>(
  word: Word,
  range: DurationRange,
): ValueType<number | Word> {
  const some = duration(range);
  return {
    expected: `${some.expected}, or ${word}`,
    json: [{ type: 'string', pattern: `^(${pattern}|${word})$` }],
    parse(value): Parsed<number | Word> {
      return value === word ? accept(word) : some.parse(value);
    },
  };
}

function outside({ minimum, maximum }: DurationRange): Refusal {
  return refuse(`use a value from ${minimum} to ${maximum}`);
}

function bound(text: string): number {
  const ms = durationMs(text);
  if (ms === null) throw new TypeError(`not a duration: ${text}`);
  return ms;
}

/** Milliseconds, or null when it is not one number and one unit, or no whole number of milliseconds. */
function durationMs(value: unknown): number | null {
  const [, number, unit = ''] = (typeof value === 'string' && shape.exec(value)) || [];
  const ms = Number(number) * (unitMs.get(unit) ?? Number.NaN);
  // 0.001s is a whole millisecond, which binary fractions miss by a hair.
  const rounded = Math.round(ms);
  return Math.abs(ms - rounded) < 1e-6 ? rounded : null;
}

function fixFor(value: unknown): string {
  if (typeof value === 'number' || (typeof value === 'string' && /^[0-9.]+$/.test(value))) {
    return `add the unit: ${value}ms, ${value}s, ${value}m or ${value}h`;
  }
  return 'write one number and one unit of ms, s, m, h, d, such as 250ms, 30s or 1h';
}
