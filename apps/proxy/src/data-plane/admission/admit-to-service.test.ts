import { describe, expect, it } from 'vitest';
import type { AdmittedMessage } from './admit-message.ts';
import { admitToService } from './admit-to-service.ts';
import { exchangeOf } from './testing/exchange-of.ts';

const message: AdmittedMessage = {
  ok: true,
  host: 'a',
  authority: 'a',
  path: '/',
  query: '',
  framing: { kind: 'none' },
  maxForwards: null,
};
const withLimit = (maxBodyBytes: number | null) => ({ config: { limits: { maxBodyBytes } } });

describe('admitToService', () => {
  it.each([
    { name: 'no body', framing: { kind: 'none' }, limit: 0 },
    { name: 'a body of the size that is allowed', framing: { kind: 'length', length: 10 }, limit: 10 },
    { name: 'any size without a limit', framing: { kind: 'length', length: 1e12 }, limit: null },
    { name: 'chunks, which are counted as they come', framing: { kind: 'chunked' }, limit: 10 },
  ] as const)('admits $name', ({ framing, limit }) => {
    expect(admitToService(withLimit(limit), exchangeOf({}), { ...message, framing })).toBe(null);
  });

  it('refuses a body that says it is too large', () => {
    const large = { ...message, framing: { kind: 'length', length: 11 } } as const;
    expect(admitToService(withLimit(10), exchangeOf({}), large)).toMatchObject({
      ok: false,
      code: 'body_too_large',
    });
  });

  it('refuses a body that a middleware in front has read, and admits one that has none', () => {
    const chunked = { ...message, framing: { kind: 'chunked' } } as const;
    const read = exchangeOf({ consumed: true });
    expect(admitToService(withLimit(null), read, chunked)).toMatchObject({ code: 'request_body_consumed' });
    expect(admitToService(withLimit(null), read, message)).toBe(null);
    const empty = { ...message, framing: { kind: 'length', length: 0 } } as const;
    expect(admitToService(withLimit(null), read, empty)).toBe(null);
  });
});
