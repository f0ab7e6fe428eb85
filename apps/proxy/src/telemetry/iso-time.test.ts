import { describe, expect, it } from 'vitest';
import { isoTime } from './iso-time.ts';

describe('the time of a log line', () => {
  it('is what Date says, over the ends of milliseconds, seconds and years', () => {
    let now = 0;
    const time = isoTime(() => now);
    for (now of [0, 1, 999, 1000, 1_767_225_599_999, 1_767_225_600_000, 1_767_225_600_010, 5]) {
      expect(time()).toBe(`,"time":"${new Date(now).toISOString()}"`);
    }
  });
});
