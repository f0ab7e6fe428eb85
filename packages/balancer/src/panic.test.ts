import { describe, expect, it } from 'vitest';
import { count, TestService } from '../testing/service.ts';
import type { Changes } from '../testing/service.ts';

const unhealthy = { health: 'unhealthy' } as const;

/** The endpoints that 200 requests to four use, of which some are out. */
function used(panicThresholdPercent: number, changes: Changes): string {
  const service = new TestService('random', [1, 1, 1, 1], 1, { panicThresholdPercent });
  service.change(changes);
  return Object.keys(count(service.picks(200)))
    .sort()
    .join('');
}

describe('a panic', () => {
  it.each([
    { name: 'is below the threshold', threshold: 50, changes: { a: unhealthy, b: unhealthy, c: unhealthy } },
    {
      name: 'counts the ejected',
      threshold: 50,
      changes: { a: unhealthy, b: { ejected: true }, c: unhealthy },
    },
    {
      name: 'counts what an operator took out on neither side',
      threshold: 60,
      changes: { a: unhealthy, b: unhealthy, c: {} },
    },
  ])('$name: then all are used', ({ threshold, changes }) => {
    expect(used(threshold, changes)).toBe('abcd');
  });

  it.each([
    { name: 'at the threshold', threshold: 50, changes: { a: unhealthy, b: unhealthy }, left: 'cd' },
    {
      name: 'without a threshold',
      threshold: 0,
      changes: { a: unhealthy, b: unhealthy, c: unhealthy },
      left: 'd',
    },
    {
      name: 'when an operator took so many out',
      threshold: 50,
      changes: { a: { drained: true }, b: { drained: true }, c: { drained: true } },
      left: 'd',
    },
  ])('is not $name', ({ threshold, changes, left }) => {
    expect(used(threshold, changes)).toBe(left);
  });

  it('does not bring back what an operator took out', () => {
    expect(used(100, { a: { drained: true }, b: unhealthy, c: { ejected: true } })).toBe('bcd');
  });

  it('is over when enough are healthy again', () => {
    const service = new TestService('random', [1, 1, 1], 1, { panicThresholdPercent: 50 });
    service.change({ a: unhealthy, b: unhealthy });
    expect(Object.keys(count(service.picks(100)))).toHaveLength(3);
    service.change({ b: { health: 'healthy' } });
    expect(Object.keys(count(service.picks(100))).sort()).toEqual(['b', 'c']);
  });

  it('is looked for from the start', () => {
    const service = new TestService('random', [1], 1, { panicThresholdPercent: 50 }, { a: unhealthy });
    expect(service.picks(1)).toBe('a');
  });
});
