import { describe, expect, it } from 'vitest';
import { except } from '../../testing/policy.ts';
import type { Excluded } from './policy.ts';
import { Ring } from './ring.ts';

function turns(ring: Ring, count: number, excluded: Excluded | null = null): number[] {
  return Array.from({ length: count }, () => ring.turn(excluded));
}

describe('a ring', () => {
  it('gives each member its turn, from the start it was given', () => {
    expect(turns(new Ring([7, 8, 9], 1), 7)).toEqual([8, 9, 7, 8, 9, 7, 8]);
  });

  it('passes the excluded over, and goes on behind the one that it picked', () => {
    const ring = new Ring([7, 8, 9], 0);
    expect(turns(ring, 4, except(8))).toEqual([7, 9, 7, 9]);
    expect(turns(ring, 3)).toEqual([7, 8, 9]);
  });

  it('has nobody to pick when all are excluded', () => {
    const ring = new Ring([7, 8], 1);
    expect(ring.turn(except(7, 8))).toBe(-1);
    expect(ring.turn(null)).toBe(8);
  });
});
