import { describe, expect, it } from 'vitest';
import { createTokenCheck } from './token.ts';

const check = createTokenCheck('S3cret-token');

describe('the token of the admin side', () => {
  it.each([
    { name: 'the token', headers: ['Authorization', 'Bearer S3cret-token'], verdict: 'right' },
    {
      name: 'the scheme in another case',
      headers: ['authorization', 'bearer S3cret-token'],
      verdict: 'right',
    },
    { name: 'more spaces', headers: ['Authorization', 'Bearer   S3cret-token'], verdict: 'right' },
    { name: 'another case', headers: ['Authorization', 'Bearer s3cret-token'], verdict: 'wrong' },
    { name: 'a beginning of it', headers: ['Authorization', 'Bearer S3cret'], verdict: 'wrong' },
    { name: 'more than it', headers: ['Authorization', 'Bearer S3cret-token-'], verdict: 'wrong' },
    {
      name: 'something very long',
      headers: ['Authorization', `Bearer ${'x'.repeat(8000)}`],
      verdict: 'wrong',
    },
    { name: 'nothing', headers: [], verdict: 'missing' },
    { name: 'an empty one', headers: ['Authorization', 'Bearer '], verdict: 'missing' },
    { name: 'another scheme', headers: ['Authorization', 'Basic S3cret-token'], verdict: 'missing' },
    { name: 'no scheme', headers: ['Authorization', 'S3cret-token'], verdict: 'missing' },
    { name: 'two words', headers: ['Authorization', 'Bearer S3cret-token x'], verdict: 'missing' },
    {
      name: 'it twice',
      headers: ['Authorization', 'Bearer S3cret-token', 'Authorization', 'Bearer S3cret-token'],
      verdict: 'missing',
    },
  ])('is $verdict in $name', ({ headers, verdict }) => {
    expect(check(headers)).toBe(verdict);
  });

  it('is never right when there is none', () => {
    const none = createTokenCheck(null);
    expect(none(['Authorization', 'Bearer null'])).toBe('wrong');
    expect(none(['Authorization', 'Bearer '])).toBe('missing');
    expect(none([])).toBe('missing');
  });
});
