const c1 = 0xcc9e2d51;
const c2 = 0x1b873593;

/**
 * MurmurHash3 x86 32-bit with seed 0, of the text's latin1 bytes: each character is one, as in raw header fields.
 * Every replica gets the same, and a small change of the text changes half of the bits. No defence against somebody who
 * looks for collisions, who could as well repeat one text.
 *
 * Walks the string in place: to hash a part of it, nothing is cut out.
 *
 * @param start index of the first character  @default 0
 * @param end index after the last one  @default the text's length
 * @returns a uint32
 * @see https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp
 */
export function murmur3(text: string, start = 0, end = text.length): number {
  let hash = 0;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const block = byteAt(text, at) | (byteAt(text, at + 1) << 8) | (byteAt(text, at + 2) << 16);
    hash ^= scramble(block | (byteAt(text, at + 3) << 24));
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let shift = 0; at < end; at++, shift += 8) tail |= byteAt(text, at) << shift;
  hash ^= scramble(tail);
  hash ^= end - start;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function scramble(block: number): number {
  const mixed = Math.imul(block, c1);
  return Math.imul((mixed << 15) | (mixed >>> 17), c2);
}

function byteAt(text: string, index: number): number {
  return text.charCodeAt(index) & 0xff;
}
