import { v7 } from 'uuid';
import { fieldValues } from '@hostler/http';
import type { RawHeaders } from '@hostler/http';

/** What we take from a trusted peer: visible characters that need no quoting in logs and fields. */
const acceptable = /^[A-Za-z0-9._~:+/=@-]{1,128}$/;

/**
 * The id that names a request in logs, in error bodies and at the endpoint.
 * A trusted peer's is kept; else it is a UUIDv7 (RFC 9562 5.7): sorted by time, unique over processes.
 */
export function requestId(headers: RawHeaders, trustedPeer: boolean): string {
  if (trustedPeer) {
    const [given, ...more] = fieldValues(headers, 'x-request-id');
    if (given !== undefined && more.length === 0 && acceptable.test(given)) return given;
  }
  return v7();
}
