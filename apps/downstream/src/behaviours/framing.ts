import type { ServerResponse } from 'node:http';
import { parseSwitch } from './behaviour.ts';
import type { Behaviour } from './behaviour.ts';

/** A chunked body without a Content-Length (RFC 9112 7.1). */
export const chunked: Behaviour<boolean> = {
  example: '1',
  help: 'sends the body chunked, without a Content-Length',
  parse: parseSwitch,
};

/** A body that ends where the connection does (RFC 9112 6.3, the last rule). */
export const closeDelimited: Behaviour<boolean> = {
  example: '1',
  help: 'sends neither Content-Length nor chunks: the body ends where the connection does',
  parse: parseSwitch,
};

/** How the end of a response's body is told. */
export type Framing = 'length' | 'chunked' | 'close';

/** Sets what frames the body; to be called before the head is sent. */
export function setFraming(response: ServerResponse, framing: Framing, bodyBytes: number): void {
  if (framing === 'length') response.setHeader('Content-Length', bodyBytes);
  if (framing === 'close') {
    // Without it node chooses chunks by itself; removed by hand it closes the connection at the end.
    response.removeHeader('Transfer-Encoding');
    response.shouldKeepAlive = false;
  }
}
