import { joinBodies, sliceBody, textBody } from '../body/body-source.ts';
import type { BodySource } from '../body/body-source.ts';
import type { ByteRange } from './ranges.ts';

// The generated bodies never hold it, and what a test compares should not be random.
const BOUNDARY = 'hostler-downstream-part';

/** Several parts of `whole` as multipart/byteranges (RFC 9110 14.6). */
export function multipartBody(
  whole: BodySource,
  parts: readonly ByteRange[],
  partType: string,
): { contentType: string; body: BodySource } {
  const pieces = parts.flatMap(({ start, end }) => [
    textBody(
      `\r\n--${BOUNDARY}\r\nContent-Type: ${partType}\r\nContent-Range: bytes ${start}-${end - 1}/${whole.size}\r\n\r\n`,
    ),
    sliceBody(whole, start, end),
  ]);
  return {
    contentType: `multipart/byteranges; boundary=${BOUNDARY}`,
    body: joinBodies([...pieces, textBody(`\r\n--${BOUNDARY}--\r\n`)]),
  };
}
