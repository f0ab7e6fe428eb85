import { singleField } from './raw-headers.ts';
import type { RawHeaders } from './raw-headers.ts';

/**
 * How many more times a TRACE or OPTIONS may be forwarded (RFC 9110 7.6.2). At 0 it ends here; else it is sent on with
 * one less.
 * @returns `null` for other methods, where the field means nothing and passes as it is, and when it is absent,
 * repeated or no number
 */
export function maxForwards(method: string, headers: RawHeaders): number | null {
  if (method !== 'OPTIONS' && method !== 'TRACE') return null;
  const value = singleField(headers, 'max-forwards');
  return value !== null && /^\d{1,9}$/.test(value) ? Number(value) : null;
}
