import { toInteger } from './integer.ts';
import { accept, refuse } from './value-type.ts';
import type { ValueType } from './value-type.ts';

/** Statuses, both ends included. */
export interface StatusRange {
  readonly from: number;
  readonly to: number;
}

/** A final status, or a range of them. */
export const statusRange: ValueType<StatusRange> = {
  expected: 'a status from 200 to 599, or a range such as 200-299',
  json: [
    { type: 'integer', minimum: 200, maximum: 599 },
    { type: 'string', pattern: '^[2-5][0-9]{2}(-[2-5][0-9]{2})?$' },
  ],
  parse(value) {
    const [first, last = first, ...more] = typeof value === 'string' ? value.split('-') : [value];
    const [from, to] = [toInteger(first), toInteger(last)];
    if (typeof value === 'string' && /^[2-5]xx$/i.test(value))
      return refuse(`write ${value.charAt(0)}00-${value.charAt(0)}99`);
    if (from === null || to === null || more.length > 0 || !isFinal(from) || !isFinal(to))
      return refuse('write a status such as 200, or a range such as 200-299');
    return from <= to ? accept({ from, to }) : refuse(`write ${to}-${from}`);
  },
};

function isFinal(status: number): boolean {
  return status >= 200 && status <= 599;
}
