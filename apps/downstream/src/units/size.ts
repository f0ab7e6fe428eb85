import type { Parsed } from './parsed.ts';

const MIB = 1024 * 1024;

const BYTES_PER_UNIT: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['B', 1],
  ['KiB', 1024],
  ['MiB', MIB],
]);

/** Reads a size: whole bytes, or with a unit as in `64KiB` and `1MiB`. The value is in bytes, at most `maxBytes`. */
export function parseSize(text: string, maxBytes: number): Parsed<number> {
  const match = /^(\d{1,12})(B|KiB|MiB|)$/.exec(text);
  const bytes = Number(match?.[1]) * (BYTES_PER_UNIT.get(match?.[2] ?? '') ?? 1);
  if (Number.isNaN(bytes) || bytes > maxBytes) {
    return { expected: `a size such as 512, 64KiB or 1MiB, at most ${maxBytes / MIB}MiB` };
  }
  return { value: bytes };
}
