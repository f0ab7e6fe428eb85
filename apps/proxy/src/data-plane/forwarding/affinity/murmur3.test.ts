import { seededRandom } from '@hostler/test-kit';
import { describe, expect, test } from 'vitest';
import { murmur3 } from './murmur3.ts';

describe('murmur3', () => {
  // Of the reference implementation with seed 0.
  test.each([
    { text: '', hash: 0 },
    { text: 'a', hash: 0x3c2569b2 },
    { text: 'test', hash: 0xba6bd213 },
    { text: 'Hello, world!', hash: 0xc0363e43 },
    { text: 'The quick brown fox jumps over the lazy dog', hash: 0x2e4ff723 },
    { text: '\xff\xff\xff\xff', hash: 0x76293b50 },
    { text: '\x21\x43\x65\x87', hash: 0xf55b516b },
    { text: '\x21\x43\x65', hash: 0x7e4a8634 },
    { text: '\x21\x43', hash: 0xa0f7b07a },
    { text: '\x21', hash: 0x72661cf4 },
  ])('gives the reference value for $text', ({ text, hash }) => {
    expect(murmur3(text)).toBe(hash);
  });

  test('hashes a part of a text as that part alone', () => {
    expect(murmur3('/a/b?query', 0, 4)).toBe(murmur3('/a/b'));
    expect(murmur3('?id=Hello, world!&x', 4, 17)).toBe(0xc0363e43);
  });

  test('changes about half of its bits with one bit of the text', () => {
    const random = seededRandom(1);
    let changed = 0;
    const rounds = 2_000;
    for (let round = 0; round < rounds; round++) {
      const bytes = Array.from({ length: 12 }, () => Math.floor(random() * 256));
      const text = String.fromCharCode(...bytes);
      const at = round % 12;
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (round % 8));
      changed += ones(murmur3(text) ^ murmur3(String.fromCharCode(...bytes)));
    }
    expect(changed / rounds / 32).toBeCloseTo(0.5, 1);
  });
});

function ones(bits: number): number {
  return (bits >>> 0).toString(2).replaceAll('0', '').length;
}
