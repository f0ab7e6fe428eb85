import { describe, expect, it } from 'vitest';
import { baselineMs, longestDrillMs, parseDrillDuration, settlingMs } from './drill-times.ts';

describe('the times of a drill', () => {
  it.each([
    { text: '10s', ms: 10_000 },
    { text: '100ms', ms: 100 },
    { text: '5m', ms: 300_000 },
    { text: '99ms', ms: null },
    { text: '301s', ms: null },
    { text: '10', ms: null },
    { text: '1h', ms: null },
    { text: '1.5s', ms: null },
    { text: '-1s', ms: null },
    { text: '', ms: null },
  ])('are read: "$text" is $ms', ({ text, ms }) => {
    expect(parseDrillDuration(text)).toBe(ms);
  });

  it('have a baseline as long as the fault, and 10 s at most', () => {
    expect([baselineMs(400), baselineMs(10_000), baselineMs(60_000)]).toEqual([400, 10_000, 10_000]);
  });

  it.each([
    { fault: 'refuse', responseHeaderMs: 30_000, ms: 250 },
    { fault: 'slow', responseHeaderMs: 30_000, ms: 1_250 },
    { fault: 'hang', responseHeaderMs: 30_000, ms: 30_250 },
    { fault: 'hang', responseHeaderMs: 86_400_000, ms: 300_000 },
    { fault: 'hang', responseHeaderMs: null, ms: 250 },
  ] as const)(
    'wait $ms ms for the last victims of $fault with responseHeader $responseHeaderMs',
    ({ fault, responseHeaderMs, ms }) => {
      expect(settlingMs(fault, responseHeaderMs)).toBe(ms);
    },
  );

  it('have a bound', () => {
    expect(longestDrillMs(300_000)).toBe(610_000);
  });
});
