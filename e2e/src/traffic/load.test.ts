import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { Agent } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import type { Kind } from './kinds.ts';
import { sendTagged, startLoad } from './load.ts';

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('it has no port');
  return `http://127.0.0.1:${address.port}`;
}

const get: Kind = { method: 'GET', path: '/', responseBytes: 4 };

it.each<{ name: string; listener: RequestListener; ends: object }>([
  {
    name: 'a whole response',
    listener: (_, response) => response.setHeader('X-Instance', 'cart-1').end('body'),
    ends: { result: 'ok', reason: '', instance: 'cart-1' },
  },
  {
    name: 'an error of an instance',
    listener: (_, response) => response.writeHead(503, { 'X-Instance': 'cart-1' }).end('body'),
    ends: { result: 'failed', reason: '503 of the instance', instance: 'cart-1' },
  },
  {
    name: 'an error of the proxy',
    listener: (_, response) =>
      response.writeHead(502, { 'Proxy-Status': 'hostler; error=connection_refused' }).end(),
    ends: { result: 'failed', reason: '502 connection_refused', instance: null },
  },
  {
    name: 'no response at all',
    listener: ({ socket }) => socket.resetAndDestroy(),
    ends: { result: 'failed', reason: 'ECONNRESET', instance: null },
  },
  {
    name: 'a response that breaks off',
    listener: (_, response) => {
      response.writeHead(200, { 'Content-Length': 4, 'X-Instance': 'cart-1' }).write('bo', () => {
        response.socket?.destroy();
      });
    },
    ends: { result: 'cut', reason: 'UND_ERR_SOCKET', instance: 'cart-1' },
  },
  {
    name: 'half of a response that looks whole',
    listener: (_, response) => response.end('bo'),
    ends: { result: 'failed', reason: 'ended well after 2 bytes', instance: null },
  },
])('tells $name for what it is', async ({ listener, ends }) => {
  const agent = new Agent();
  onTestFinished(() => agent.destroy());
  const sent = await sendTagged(agent, await serve(listener), 'cart.test', get, 't-1');
  expect(sent).toMatchObject({ kind: get, tag: 't-1', isIdempotent: true, ...ends });
});

it('sends every kind in turns, each request with a tag of its own, over kept-alive connections', async () => {
  const ports = new Set<number | undefined>();
  const target = await serve((request, response) => {
    ports.add(request.socket.remotePort);
    response.end('body');
  });
  const post: Kind = { method: 'POST', path: '/', body: 'order' };
  const load = startLoad({ target, host: 'cart.test', workers: 3, kinds: [get, post] });
  await load.more(20);
  const sent = await load.stop();
  const posts = sent.filter(({ kind }) => kind === post);
  expect(Math.abs(sent.length - 2 * posts.length)).toBeLessThanOrEqual(1);
  expect(posts.map(({ isIdempotent }) => isIdempotent)).not.toContain(true);
  expect(new Set(sent.map(({ tag }) => tag)).size).toBe(sent.length);
  expect(ports.size).toBeLessThan(sent.length / 2);
});
