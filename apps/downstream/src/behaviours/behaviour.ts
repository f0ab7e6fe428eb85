import type { Parsed } from '../units/parsed.ts';

/** One thing that a request may ask for, by a parameter of its query or of its X-Behave field. */
export interface Behaviour<T> {
  /** A value as somebody would write it, for the help. */
  readonly example: string;
  /** One line for the help. */
  readonly help: string;
  /** Reads the values given, in their order; there is at least one. */
  parse(values: readonly string[]): Parsed<T>;
}

/** Reads a parameter that may stand only once. */
export function once<T>(parse: (value: string) => Parsed<T>): (values: readonly string[]) => Parsed<T> {
  return (values) => {
    const [value = ''] = values;
    return values.length > 1 ? { expected: 'to be given once' } : parse(value);
  };
}

/** Reads a switch: `1` or nothing is on, `0` is off. */
export const parseSwitch = once<boolean>((value) => {
  if (value === '1' || value === '') return { value: true };
  return value === '0' ? { value: false } : { expected: '1 or 0' };
});

/** When a fault strikes: before a byte of the response was sent, or when half of its body was. */
export type Moment = 'before' | 'middle';

/** Reads a moment; `1` is `before`. */
export const parseMoment = once<Moment>((value) => {
  if (value === '1' || value === 'before') return { value: 'before' };
  return value === 'middle' ? { value } : { expected: 'before, or middle (of the body)' };
});
