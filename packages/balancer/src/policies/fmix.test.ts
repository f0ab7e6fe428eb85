import { describe, expect, it } from 'vitest';
import { fmix, hashName } from './fmix.ts';

describe('the finalizer', () => {
  // From MurmurHash3's own fmix32.
  it.each([
    { number: 0, expected: 0 },
    { number: 1, expected: 0x514e_28b7 },
    { number: 0xffff_ffff, expected: 0x81f1_6f39 },
  ])('turns $number into $expected', ({ number, expected }) => {
    expect(fmix(number) >>> 0).toBe(expected);
  });
});

describe("a name's hash", () => {
  it('is the same on every machine and in every version', () => {
    expect(hashName('10.0.0.1:9090')).toBe(-372_525_214);
    expect(hashName('')).toBe(-1_421_968_373);
  });

  it('tells the names of a network apart', () => {
    const names = Array.from({ length: 65_536 }, (_, index) => `10.0.${index >> 8}.${index & 255}:9090`);
    expect(new Set(names.map(hashName)).size).toBeGreaterThan(65_530);
  });
});
