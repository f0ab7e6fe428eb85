import * as fc from 'fast-check';

/** A place in a text, as a share of its length. Not `double`, which is nearly always next to 0. */
export const share: fc.Arbitrary<number> = fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000);

/** Where to cut a text; apply with `split`. */
export const cuts = fc.array(share, { maxLength: 12 });

/** The text in pieces, some of them possibly empty. */
export function split(text: string, shares: readonly number[]): string[] {
  const places = shares.map((at) => Math.floor(at * text.length)).sort((a, b) => a - b);
  return [0, ...places].map((start, index) => text.slice(start, places[index] ?? text.length));
}
