import { createHash } from 'node:crypto';

// What the downstream sends for `?size=`: the byte at offset n is 33 + n mod 89.
const PERIOD = 89;
const BLOCK = Buffer.from(Array.from({ length: PERIOD * 736 }, (_, n) => 33 + (n % PERIOD)));

/** The body that `?size=` asks for, in pieces. */
export function* pattern(size: number): Generator<Buffer> {
  for (let at = 0; at < size; at += BLOCK.length) yield BLOCK.subarray(0, Math.min(BLOCK.length, size - at));
}

/** The SHA-256 of that body, in hexadecimal. */
export function patternSha256(size: number): string {
  const hash = createHash('sha256');
  for (const piece of pattern(size)) hash.update(piece);
  return hash.digest('hex');
}
