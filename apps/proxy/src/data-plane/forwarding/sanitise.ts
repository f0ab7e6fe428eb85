import { compileFieldSet, removeHopByHop } from '@hostler/http';
import type { RawHeaders } from '@hostler/http';

/** What of an endpoint's response head is looked at. */
export interface SanitisedHead {
  readonly statusCode: number;
  readonly headers: RawHeaders;
}

/** Ours, whatever the endpoint says. */
const replaced = compileFieldSet(['x-request-id']);
/** A body that is not chunked has no trailers to announce, and Node refuses to send such a head. */
const replacedWithTrailer = compileFieldSet(['x-request-id', 'trailer']);
/** A 1xx and a 204 must not have a Content-Length, not even 0 (RFC 9110 8.6). */
const replacedWithLength = compileFieldSet(['x-request-id', 'trailer', 'content-length']);

/**
 * The fields of an endpoint's response that are for the client: hop-by-hop ones removed (RFC 9110 7.6.1).
 * @param trailers whether the client can be sent trailers
 */
export function sanitise({ statusCode, headers }: SanitisedHead, trailers: boolean): string[] {
  if (statusCode === 204 || statusCode < 200) return removeHopByHop(headers, replacedWithLength);
  return removeHopByHop(headers, trailers ? replaced : replacedWithTrailer);
}
