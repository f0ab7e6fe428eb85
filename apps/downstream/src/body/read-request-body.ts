import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What is kept of a request's body. */
export interface BodyDigest {
  /** @unit bytes */
  readonly size: number;
  /** In lower-case hexadecimal. */
  readonly sha256: string;
}

const EMPTY: BodyDigest = { size: 0, sha256: createHash('sha256').digest('hex') };

/** Reads a request's body to its end, hashing as it goes and keeping none of it.
 *  Undefined when the client left before the end. */
export function readRequestBody(request: IncomingMessage): Promise<BodyDigest | undefined> {
  const { headers } = request;
  const hasBody =
    headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? '0') !== 0;
  if (!hasBody) {
    request.resume();
    return Promise.resolve(EMPTY);
  }
  return new Promise((resolve) => {
    const hash = createHash('sha256');
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      hash.update(chunk);
    });
    request.on('end', () => resolve({ size, sha256: hash.digest('hex') }));
    request.on('close', () => resolve(undefined));
  });
}
