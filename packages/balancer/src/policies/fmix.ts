/**
 * Murmur3's finalizer: every bit of the number changes every bit of the result with even chance. A bijection.
 * @param number its lower 32 bits count
 * @returns int32
 * @see MurmurHash3, fmix32
 */
export function fmix(number: number): number {
  let mixed = number ^ (number >>> 16);
  mixed = Math.imul(mixed, 0x85eb_ca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2_ae35);
  return mixed ^ (mixed >>> 16);
}

/** FNV-1a over UTF-16 units, finalized: a number for a name, the same on every machine. @returns int32 */
export function hashName(name: string): number {
  let hash = 0x811c_9dc5;
  for (let index = 0; index < name.length; index++) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x0100_0193);
  }
  return fmix(hash);
}
