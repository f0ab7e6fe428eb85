import type { Parsed } from './parsed.ts';

const MS_PER_UNIT: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/** Reads a duration with its unit: `250ms`, `1.5s`, `1m`, `1h`. The value is in milliseconds, at most `maxMs`. */
export function parseDuration(text: string, maxMs: number): Parsed<number> {
  const match = /^(\d{1,9}(?:\.\d{1,9})?)(ms|s|m|h)$/.exec(text);
  const perUnit = MS_PER_UNIT.get(match?.[2] ?? '');
  const ms = Number(match?.[1]) * (perUnit ?? Number.NaN);
  if (Number.isNaN(ms) || ms > maxMs) {
    return { expected: `a duration with its unit such as 250ms or 2s, at most ${maxMs / 1000}s` };
  }
  return { value: ms };
}
