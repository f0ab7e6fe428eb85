import { compileFieldSet } from './field-set.ts';
import type { FieldSet } from './field-set.ts';
import type { RawHeaders } from './raw-headers.ts';

/**
 * Fields that mean something before the body or not at all (RFC 9110 6.5.1: framing, routing, request modifiers,
 * authentication, response control, content format). Many recipients merge trailers into the header fields: a
 * length, a cookie or a client's address that comes late would get past everybody who looked at the head.
 */
const FORBIDDEN: FieldSet = compileFieldSet([
  // Framing and the connection.
  'connection',
  'content-length',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  // Routing, and who the client is.
  'forwarded',
  'host',
  'max-forwards',
  'via',
  'x-forwarded-*',
  'x-real-ip',
  'x-request-id',
  // Request modifiers.
  'cache-control',
  'expect',
  'if-*',
  'pragma',
  'range',
  // Authentication and cookies.
  'authentication-info',
  'authorization',
  'cookie',
  'proxy-auth*',
  'proxy-connection',
  'set-cookie',
  'www-authenticate',
  // Response control.
  'age',
  'date',
  'expires',
  'location',
  'retry-after',
  'vary',
  'warning',
  // How the body is read.
  'content-encoding',
  'content-range',
  'content-type',
]);

/**
 * The trailer fields that may be passed on, in their order and case.
 * @param nominated what the head's Connection names, which is removed from trailers too (RFC 9110 7.6.1)
 */
export function permittedTrailers(trailers: RawHeaders, nominated: ReadonlySet<string> | null): RawHeaders {
  if (trailers.length === 0) return trailers;
  const kept: string[] = [];
  for (let index = 0; index < trailers.length; index += 2) {
    const name = trailers[index] ?? '';
    if (FORBIDDEN.has(name) || nominated?.has(name.toLowerCase()) === true) continue;
    kept.push(name, trailers[index + 1] ?? '');
  }
  return kept;
}
