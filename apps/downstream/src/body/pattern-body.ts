import type { BodySource } from './body-source.ts';

// A prime, so that a body shifted by any power of two never looks right.
const PERIOD = 89;
const FIRST_BYTE = 0x21;
const BLOCK = Buffer.from(Array.from({ length: PERIOD * 736 }, (_, n) => FIRST_BYTE + (n % PERIOD)));

/** A body of any size that takes no memory: the byte at offset n is `33 + n mod 89`, printable ASCII, so that a
 *  client can check each byte of each part without having seen the rest. */
export function patternBody(size: number): BodySource {
  return {
    size,
    *read(start, end) {
      let at = start;
      while (at < end) {
        const from = at % PERIOD;
        const piece = BLOCK.subarray(from, Math.min(BLOCK.length, from + end - at));
        at += piece.length;
        yield piece;
      }
    },
  };
}
