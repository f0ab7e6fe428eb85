import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { isFree } from './free-port.ts';

test('tells a port with a listener from one without', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await isFree('127.0.0.1', port)).toBe(false);
  server.close();
  await once(server, 'close');
  expect(await isFree('127.0.0.1', port)).toBe(true);
});
