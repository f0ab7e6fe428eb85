import { parseHttpDate, singleField } from '@hostler/http';
import type { RawHeaders } from '@hostler/http';

/**
 * How long an endpoint asks to be left alone (RFC 9110 10.2.3): seconds, or a date on our clock.
 *
 * @param nowMs milliseconds since 1970
 * @returns `null` when it does not say, says it twice, or not in a way that can be read; 0 for a date that is past
 * @unit ms
 */
export function retryAfterMs(headers: RawHeaders, nowMs: number): number | null {
  const value = singleField(headers, 'retry-after');
  if (value === null) return null;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const dateMs = parseHttpDate(value, nowMs);
  return dateMs === null ? null : Math.max(0, dateMs - nowMs);
}
