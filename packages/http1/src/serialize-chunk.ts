import { SerializeError } from './errors.ts';
import type { RawHeaders } from './message.ts';
import { serializeFields } from './serialize-fields.ts';

/** Follows the data of each chunk (RFC 9112 7.1). */
export const CHUNK_END = '\r\n';

/**
 * What goes before the data of a chunk; `CHUNK_END` goes after it.
 * @param byteLength from 1 to 2^53 - 1
 * @throws SerializeError for 0, which would end the body, and for what is no count of bytes.
 */
export function chunkHead(byteLength: number): string {
  if (!Number.isSafeInteger(byteLength) || byteLength < 1) {
    throw new SerializeError('invalid-chunk-size', `a chunk cannot have ${byteLength} bytes`);
  }
  return `${byteLength.toString(16)}\r\n`;
}

/**
 * The end of a chunked body, to be written as latin1. Which fields may be trailers (RFC 9110 6.5.1) is for the caller.
 * @throws SerializeError for invalid field lines.
 */
export function lastChunk(trailers: RawHeaders): string {
  return trailers.length === 0 ? '0\r\n\r\n' : `0\r\n${serializeFields(trailers)}\r\n`;
}
