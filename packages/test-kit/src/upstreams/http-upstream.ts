import { createServer } from 'node:http';
import type { RequestListener, ServerOptions } from 'node:http';
import { ListeningUpstream } from './listen.ts';
import type { Upstream } from './listen.ts';

/** Starts an upstream out of a `node:http` handler. */
export function httpUpstream(handler: RequestListener, options: ServerOptions = {}): Promise<Upstream> {
  return ListeningUpstream.on(createServer(options, handler));
}
