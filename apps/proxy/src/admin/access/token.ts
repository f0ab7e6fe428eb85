import { createHash, timingSafeEqual } from 'node:crypto';
import { singleField } from '@hostler/http';
import type { RawHeaders } from '@hostler/http';

export type TokenVerdict = 'right' | 'missing' | 'wrong';

/** Looks at the token that a request carries (RFC 6750 2.1). */
export type TokenCheck = (headers: RawHeaders) => TokenVerdict;

/**
 * Compares digests, in a time that says nothing of how much of a guess is right, nor of how long the token is.
 * @param token `null` is none, so that no guess is right
 */
export function createTokenCheck(token: string | null): TokenCheck {
  const expected = token === null ? null : digest(token);
  return (headers) => {
    const presented = bearer(singleField(headers, 'authorization'));
    if (presented === null) return 'missing';
    return expected !== null && timingSafeEqual(digest(presented), expected) ? 'right' : 'wrong';
  };
}

/** The scheme in any case, as all are (RFC 9110 11.1). */
function bearer(field: string | null): string | null {
  return /^bearer +(\S+)$/i.exec(field ?? '')?.[1] ?? null;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
