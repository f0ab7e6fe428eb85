import { createServer } from 'node:http';
import type { RequestListener, Server, ServerOptions } from 'node:http';
import { once } from 'node:events';
import { createServer as createListener } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { rawClient } from '../testing/client.ts';
import { openInlet } from './connection-inlet.ts';

/** A server that gets its connections from a listener in front of it, and that one's port. */
async function handedOver(
  options: ServerOptions,
  handle: RequestListener,
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer(options, handle);
  const take = openInlet(server);
  const listener = createListener(take).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  onTestFinished(() => {
    listener.close();
    server.close();
    server.closeAllConnections();
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of a listener on TCP
  const { port } = listener.address() as AddressInfo;
  return { server, port };
}

it('serves a connection that was accepted elsewhere', async () => {
  const { port } = await handedOver({}, (request, response) => response.end(`you asked for ${request.url}`));
  const client = rawClient(port, 'GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  expect(await client.received).toContain('you asked for /a');
});

it('lets an upgraded client end its side and still listen', async () => {
  const { server, port } = await handedOver({}, () => {});
  server.on('upgrade', (_request, socket) => {
    socket.on('end', () => socket.end('still here')).resume();
  });
  const client = rawClient(port, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: a\r\n\r\n');
  client.socket.end();
  expect(await client.received).toBe('still here');
});

it('does not wait for ever for the head of a request', async () => {
  const { port } = await handedOver({ headersTimeout: 20, connectionsCheckingInterval: 5 }, () => {});
  expect(await rawClient(port, 'GET / HTTP/1.1\r\nHost: a').received).toContain('408');
});
