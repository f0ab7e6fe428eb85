import { ListeningUpstream } from './listen.ts';
import { createServer } from 'node:net';

/** A port of 127.0.0.1 that refuses connections: the system gave it to us, and we gave it back. */
export async function closedPort(): Promise<number> {
  const upstream = await ListeningUpstream.on(createServer());
  await upstream.close();
  return upstream.port;
}
