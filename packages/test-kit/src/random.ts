/**
 * A source of random numbers in [0, 1) that repeats itself for the same seed: what tests inject for `Math.random`.
 *
 * xoshiro128** (Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", 2018) with a period of
 * 2^128 - 1; its state is filled from the seed by splitmix32, so that neighbouring seeds give unrelated sequences.
 * Good enough for chi-square tests over millions of draws; not for secrets.
 *
 * @param seed Any number; its low 32 bits count.
 * @returns Each call gives the next number, with a resolution of 2^-32.
 */
export function seededRandom(seed: number): () => number {
  const next = splitmix32(seed);
  const nextWord = xoshiro128StarStar(next(), next(), next(), next());
  return () => nextWord() / 2 ** 32;
}

/** The generator itself, 32 bits at a call; exported to be tested against its published output. */
export function xoshiro128StarStar(s0: number, s1: number, s2: number, s3: number): () => number {
  let [a, b, c, d] = [s0, s1, s2, s3];
  return () => {
    const word = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return word;
  };
}

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e37_79b9) | 0;
    let word = state ^ (state >>> 16);
    word = Math.imul(word, 0x21f0_aaad);
    word ^= word >>> 15;
    word = Math.imul(word, 0x735a_2d97);
    return word ^ (word >>> 15);
  };
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
