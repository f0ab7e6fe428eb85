import { compileFieldSet, removeHopByHop } from '@hostler/http';
import type { RawHeaders } from '@hostler/http';

/** Ours, whatever the endpoint says. */
const replaced = compileFieldSet(['x-request-id']);
/** A body that is not chunked has no trailers to announce, and Node refuses to send such a head. */
const replacedWithTrailer = compileFieldSet(['x-request-id', 'trailer']);

/**
 * The fields of an endpoint's response that are for the client: hop-by-hop ones removed (RFC 9110 7.6.1).
 * @param trailers whether the client can be sent trailers
 */
export function sanitise(headers: RawHeaders, trailers: boolean): string[] {
  return removeHopByHop(headers, trailers ? replaced : replacedWithTrailer);
}
