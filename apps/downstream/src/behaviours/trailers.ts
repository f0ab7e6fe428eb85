import { createHash } from 'node:crypto';
import { parseSwitch } from './behaviour.ts';
import type { Behaviour } from './behaviour.ts';

/** Fields after a chunked body (RFC 9110 6.5). */
export const trailers: Behaviour<boolean> = {
  example: '1',
  help: 'sends the body chunked, with its size and SHA-256 in the trailers X-Body-Size and X-Body-SHA256',
  parse: parseSwitch,
};

/** The Trailer field that announces them. */
export const TRAILER_NAMES = 'X-Body-Size, X-Body-SHA256';

/** What is learned of a body while it is sent, for its trailers. */
export interface BodyMeter {
  add(piece: Uint8Array): void;
  fields(): [name: string, value: string][];
}

/** Counts and hashes a body. */
export function bodyMeter(): BodyMeter {
  const hash = createHash('sha256');
  let size = 0;
  return {
    add(piece) {
      size += piece.length;
      hash.update(piece);
    },
    fields: () => [
      ['X-Body-Size', String(size)],
      ['X-Body-SHA256', hash.digest('hex')],
    ],
  };
}
