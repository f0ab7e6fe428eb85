// The upstream of the bench: `node server.ts INSTANCES` listens that often and prints the ports as one JSON line.
import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { createMessageReader } from '../wire/message-reader.ts';
import { respond, wantsDigest } from './respond.ts';

/** Answers to GETs do not change within a second: built once for each path and instance, so that the upstream is cheap. */
const CACHE_LIFETIME_MS = 1_000;
const cache = new Map<string, Buffer>();
setInterval(() => cache.clear(), CACHE_LIFETIME_MS);

function serve(socket: Socket, instance: string): void {
  let [method, path] = ['GET', '/'];
  let receivedBytes = 0;
  let hash: Hash | null = null;
  const read = createMessageReader({
    head(text) {
      [method = 'GET', path = '/'] = text.slice(0, text.indexOf('\r\n')).split(' ', 2);
      receivedBytes = 0;
      hash = wantsDigest(path) ? createHash('sha256') : null;
    },
    body(chunk) {
      receivedBytes += chunk.length;
      hash?.update(chunk);
    },
    end() {
      socket.write(answer());
    },
  });
  const answer = (): Buffer => {
    const request = { method, path, receivedBytes, receivedSha256: hash?.digest('hex') ?? null };
    if (method !== 'GET') return respond(request, instance);
    const key = `${instance} ${path}`;
    const known = cache.get(key);
    if (known !== undefined) return known;
    const fresh = respond(request, instance);
    cache.set(key, fresh);
    return fresh;
  };
  socket.setNoDelay(true);
  socket.on('data', read);
  // A proxy that ends while requests are under way resets its connections: nothing to report.
  socket.on('error', () => socket.destroy());
}

async function listen(instance: string): Promise<number> {
  const server = createServer((socket) => serve(socket, instance));
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, resolve);
  await promise;
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the upstream has no address');
  return address.port;
}

const instances = Array.from({ length: Number(process.argv[2] ?? 1) }, (_, index) => `upstream-${index + 1}`);
const ports = await Promise.all(instances.map(listen));
process.stdout.write(`${JSON.stringify({ msg: 'listening', listener: 'main', port: ports[0], ports })}\n`);
