import { parseSwitch } from './behaviour.ts';
import type { Behaviour } from './behaviour.ts';

/** Whether ranges of the body are served; on by itself for a body of an asked `size`. */
export const ranges: Behaviour<boolean> = {
  example: '1',
  help: 'serves ranges (one, suffix, several, If-Range, 416); on by itself with size, 0 turns it off',
  parse: parseSwitch,
};

/** A part of a representation: from `start` up to but not including `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Reads a Range field against a representation of `size` bytes (RFC 9110 14.2): the parts in the order asked for,
 *  'unsatisfiable' (416), or 'ignore' when the field is malformed, of another unit, or greedy: parts that together
 *  exceed the whole are an attack on the bandwidth (14.2). */
export function parseRange(field: string, size: number): readonly ByteRange[] | 'unsatisfiable' | 'ignore' {
  const specs = /^bytes=(.*)$/i.exec(field)?.[1]?.split(',') ?? [];
  const parts: ByteRange[] = [];
  let sawSpec = false;
  for (const spec of specs) {
    const text = spec.trim();
    // RFC 9110 5.6.1.2: empty list elements are skipped.
    if (text === '') continue;
    const part = parseSpec(text, size);
    if (part === 'malformed') return 'ignore';
    sawSpec = true;
    if (part !== 'outside') parts.push(part);
  }
  if (!sawSpec || size === 0) return 'ignore';
  if (parts.length === 0) return 'unsatisfiable';
  return parts.reduce((sum, part) => sum + part.end - part.start, 0) > size ? 'ignore' : parts;
}

function parseSpec(text: string, size: number): ByteRange | 'outside' | 'malformed' {
  const match = /^(\d*)-(\d*)$/.exec(text);
  const [first = '', last = ''] = match?.slice(1) ?? [];
  if (first === '' && last === '') return 'malformed';
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'outside' : { start: size - length, end: size };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return 'malformed';
  if (start >= size) return 'outside';
  return { start, end: last === '' ? size : Math.min(Number(last) + 1, size) };
}
