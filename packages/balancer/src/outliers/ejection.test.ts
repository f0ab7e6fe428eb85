import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxEjected } from './ejection.ts';

describe('how many endpoints may be out', () => {
  it.each([
    { name: 'half of ten', endpoints: 10, percent: 50, most: 5 },
    { name: 'half of five, rounded down', endpoints: 5, percent: 50, most: 2 },
    { name: 'one of two', endpoints: 2, percent: 50, most: 1 },
    { name: 'one, where the share is less than one', endpoints: 3, percent: 10, most: 1 },
    { name: 'one, even with a share of nothing', endpoints: 3, percent: 0, most: 1 },
    { name: 'all but one', endpoints: 4, percent: 100, most: 3 },
    { name: 'not the only one', endpoints: 1, percent: 100, most: 0 },
    { name: 'none of none', endpoints: 0, percent: 100, most: 0 },
  ])('is $name', ({ endpoints, percent, most }) => {
    expect(maxEjected(endpoints, percent)).toBe(most);
  });

  it('is never all of them, and never more than the share but for one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.nat(100), (endpoints, percent) => {
        const most = maxEjected(endpoints, percent);
        expect(most).toBeLessThan(endpoints);
        expect(most).toBeLessThanOrEqual(Math.max(1, (endpoints * percent) / 100));
      }),
    );
  });
});
