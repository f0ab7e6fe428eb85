import type { IncomingMessage } from 'node:http';
import type { Identity } from './identity.ts';

/** One request that reached an instance, whatever becomes of it. */
export interface Arrival {
  readonly instance: string;
  readonly method: string;
  /** Byte for byte. */
  readonly target: string;
  /** What the client wrote into `X-Tag` to know its request again; null without that field. */
  readonly tag: string | null;
}

/** What there is to tell of a request whose head is here. */
export function arrivalOf(request: IncomingMessage, { instance }: Identity): Arrival {
  const { method = '', url = '', headers } = request;
  const tag = headers['x-tag'];
  return { instance, method, target: url, tag: typeof tag === 'string' ? tag : null };
}
