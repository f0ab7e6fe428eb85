import { describe, expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const nowMs = Date.UTC(1994, 10, 6, 8, 49, 7);

describe('Retry-After', () => {
  it.each([
    { name: 'seconds', value: '120', ms: 120_000 },
    { name: 'no seconds', value: '0', ms: 0 },
    { name: 'a date to come', value: 'Sun, 06 Nov 1994 08:49:37 GMT', ms: 30_000 },
    { name: 'a date in an obsolete form', value: 'Sunday, 06-Nov-94 08:49:37 GMT', ms: 30_000 },
    { name: 'a date that is past', value: 'Sun, 06 Nov 1994 08:48:00 GMT', ms: 0 },
    { name: 'more seconds than there are', value: '9'.repeat(400), ms: Infinity },
  ])('is read as RFC 9110 10.2.3 has it: $name', ({ value, ms }) => {
    expect(retryAfterMs(['Server', 'x', 'Retry-After', value], nowMs)).toBe(ms);
  });

  it.each([
    { name: 'absent', headers: [] },
    { name: 'empty', headers: ['Retry-After', ''] },
    { name: 'negative', headers: ['Retry-After', '-1'] },
    { name: 'a fraction', headers: ['Retry-After', '1.5'] },
    { name: 'a word', headers: ['Retry-After', 'soon'] },
    { name: 'given twice', headers: ['Retry-After', '1', 'retry-after', '2'] },
  ])('says nothing that can be acted on: $name', ({ headers }) => {
    expect(retryAfterMs(headers, nowMs)).toBeNull();
  });
});
