import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { rawGet } from '../testing/raw-client.ts';
import { startInstance } from '../testing/start-instance.ts';

function open(port: number): WebSocket {
  const webSocket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
  onTestFinished(() => webSocket.terminate());
  return webSocket;
}

test('names the instance and echoes text as text, binary as binary', async () => {
  const { instance, port } = await startInstance({ instance: 'i-1' });
  const webSocket = open(port);
  const upgraded = new Promise<IncomingMessage>((resolve) => {
    webSocket.on('upgrade', resolve);
  });
  await once(webSocket, 'open');
  expect((await upgraded).headers['x-instance']).toBe('i-1');
  webSocket.send('grün');
  expect(await once(webSocket, 'message')).toEqual([Buffer.from('grün'), false]);
  webSocket.send(Buffer.from([0, 255]));
  expect(await once(webSocket, 'message')).toEqual([Buffer.from([0, 255]), true]);
  expect(instance.stats()).toMatchObject({ byStatus: { 101: 1 }, webSockets: { open: 1, total: 1 } });
  webSocket.close();
  await expect.poll(() => instance.stats().webSockets).toEqual({ open: 0, total: 1 });
});

test('survives a client that breaks the protocol, and one that is cut', async () => {
  const { instance, port, url } = await startInstance();
  const handshake =
    'Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\n';
  const broken = await rawGet(port, '/ws', handshake);
  await broken.until(/101 Switching Protocols/);
  broken.socket.write(Buffer.from([0xff, 0xff, 0xff]));
  await broken.ended;
  const cut = await rawGet(port, '/ws', handshake);
  await cut.until(/101 Switching Protocols/);
  cut.socket.resetAndDestroy();
  await expect.poll(() => instance.stats().webSockets).toEqual({ open: 0, total: 2 });
  expect((await fetch(url)).status).toBe(200);
});

test('refuses a bad handshake', async () => {
  const { instance, port } = await startInstance();
  const client = await rawGet(port, '/ws', 'Connection: Upgrade\nUpgrade: websocket\n');
  await client.ended;
  expect(client.received).toMatch(/^HTTP\/1\.1 400 /);
  expect(instance.stats()).toMatchObject({ byStatus: { 400: 1 }, webSockets: { total: 0 } });
});

test.each([
  { name: 'another path', target: '/', upgrade: 'websocket', status: 200 },
  { name: 'another protocol', target: '/ws', upgrade: 'h2c', status: 200 },
  { name: 'a behaviour asked for', target: '/ws?status=401', upgrade: 'websocket', status: 401 },
])('answers $status like any request to $name', async ({ target, upgrade, status }) => {
  const { port } = await startInstance();
  const client = await rawGet(port, target, `Connection: Upgrade\nUpgrade: ${upgrade}\n`);
  expect(await client.until(/"peer"/)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
});
