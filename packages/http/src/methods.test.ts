import { describe, expect, it } from 'vitest';
import { isIdempotent, isSafe } from './methods.ts';

describe('methods', () => {
  it.each([
    { method: 'GET', safe: true, idempotent: true },
    { method: 'HEAD', safe: true, idempotent: true },
    { method: 'OPTIONS', safe: true, idempotent: true },
    { method: 'TRACE', safe: true, idempotent: true },
    { method: 'PUT', safe: false, idempotent: true },
    { method: 'DELETE', safe: false, idempotent: true },
    { method: 'POST', safe: false, idempotent: false },
    { method: 'PATCH', safe: false, idempotent: false },
    { method: 'CONNECT', safe: false, idempotent: false },
    { method: 'LOCK', safe: false, idempotent: false },
    { method: 'get', safe: false, idempotent: false },
  ])('$method is safe: $safe, idempotent: $idempotent', ({ method, safe, idempotent }) => {
    expect(isSafe(method)).toBe(safe);
    expect(isIdempotent(method)).toBe(idempotent);
  });
});
