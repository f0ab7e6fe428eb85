import type { RawHeaders } from './message.ts';

/** Follows the data of each chunk (RFC 9112 7.1). */
export const CHUNK_END = '\r\n';

/**
 * What goes before the data of a chunk; `CHUNK_END` goes after it.
 * @throws SerializeError for 0, which would end the body, and for what is not a count of bytes.
 */
export function chunkHead(byteLength: number): string {
  return `${byteLength.toString(16)}\r\n`;
}

/** The end of a chunked body, with trailers if there are any. @throws SerializeError for invalid field lines. */
export function lastChunk(trailers: RawHeaders): string {
  let text = '0\r\n';
  for (let i = 0; i < trailers.length; i += 2) text += `${trailers[i]}: ${trailers[i + 1]}\r\n`;
  return `${text}\r\n`;
}
