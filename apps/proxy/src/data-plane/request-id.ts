import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';
import { singleField } from '@hostler/http';
import type { RawHeaders } from '@hostler/http';

/** What we take from a trusted peer: visible characters that need no quoting in logs and fields. */
const acceptable = /^[A-Za-z0-9._~:+/=@-]{1,128}$/;

/**
 * The id that names a request in logs, in error bodies and at the endpoint.
 * A trusted peer's is kept; else it is a UUIDv7 (RFC 9562 5.7): sorted by time, unique over processes.
 */
export function requestId(headers: RawHeaders, trustedPeer: boolean): string {
  const given = trustedPeer ? singleField(headers, 'x-request-id') : null;
  return given !== null && acceptable.test(given) ? given : newId();
}

const idBytes = 16;
/** Random bytes for a thousand ids: asking the system for each id's alone costs as much as routing the request. */
const pool = Buffer.alloc(1024 * idBytes);
const random = Buffer.alloc(idBytes);
let used = pool.length;
let millisecond = 0;
/** Counts within a millisecond, from a random start in the lower half, so that ids sort as they were made. */
let sequence = 0;

function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  pool.copy(random, 0, used, used + idBytes);
  used += idBytes;
  const now = Date.now();
  if (now > millisecond) {
    millisecond = now;
    sequence = random.readUInt32BE(6) >>> 1;
  } else {
    sequence += 1;
  }
  return v7({ random, msecs: millisecond, seq: sequence });
}
