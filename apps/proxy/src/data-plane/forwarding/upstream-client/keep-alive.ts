import type { RawHeaders } from '@hostler/http1';

/** Taken off the endpoint's own timeout, for the way there and for its clock. */
const marginMs = 1_000;
/** However long an endpoint would keep a connection, firewalls on the way may not. */
const ceilingMs = 60_000;

/**
 * How long a connection may lie idle after a response before the endpoint might close it under our next request: the
 * `timeout` of its `Keep-Alive` field (RFC 2068 19.7.1.1) less a second, at most a minute.
 * @param fallbackMs for responses that give no hint.
 * @returns milliseconds; 0 means that the connection is not worth keeping.
 */
export function idleLimitMs(headers: RawHeaders, fallbackMs: number): number {
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] ?? '';
    if (name.length !== 10 || name.toLowerCase() !== 'keep-alive') continue;
    const seconds = timeoutParameter(headers[i + 1] ?? '');
    if (seconds !== null) return Math.min(Math.max(seconds * 1_000 - marginMs, 0), ceilingMs);
  }
  return fallbackMs;
}

/** The only parameter whose value matters, among others and in any case. */
const timeout = /(?:^|,)[ \t]*timeout[ \t]*=[ \t]*([0-9]+)[ \t]*(?:,|$)/i;

function timeoutParameter(value: string): number | null {
  const seconds = timeout.exec(value)?.[1];
  return seconds === undefined ? null : Number(seconds);
}
