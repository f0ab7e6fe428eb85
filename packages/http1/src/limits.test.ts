import { describe, expect, it } from 'vitest';
import { DEFAULT_PARSER_LIMITS, resolveLimits } from './limits.ts';

describe('resolveLimits', () => {
  it('fills in what is not set', () => {
    expect(resolveLimits({ maxHeadBytes: 4096 })).toEqual({ ...DEFAULT_PARSER_LIMITS, maxHeadBytes: 4096 });
  });

  it('gives the frozen defaults when nothing is set', () => {
    expect(resolveLimits(undefined)).toBe(DEFAULT_PARSER_LIMITS);
    expect(Object.isFrozen(DEFAULT_PARSER_LIMITS)).toBe(true);
  });

  it.each([
    { name: 'a head that holds no status line', limits: { maxHeadBytes: 15 } },
    { name: 'a negative count', limits: { maxHeaderCount: -1 } },
    { name: 'a fraction', limits: { maxInformational: 1.5 } },
    { name: 'no number', limits: { maxChunkExtensionBytes: Number.NaN } },
    { name: 'a trailer section without its blank line', limits: { maxTrailerBytes: 1 } },
  ])('refuses $name', ({ limits }) => {
    expect(() => resolveLimits(limits)).toThrow(RangeError);
  });

  it('says what it got and what it wants', () => {
    expect(() => resolveLimits({ maxHeaderCount: -1 })).toThrow(
      'maxHeaderCount: got -1, expected an integer from 0',
    );
  });
});
