import { expect, test } from 'vitest';
import { rawGet, rawRequest } from '../testing/raw-client.ts';
import { startInstance } from '../testing/start-instance.ts';

test('tells the length of a body unless asked otherwise', async () => {
  const { port } = await startInstance();
  const client = await rawGet(port, '/?size=3', 'Connection: close\n');
  await client.ended;
  expect(client.received).toMatch(/\r\nContent-Length: 3\r\n[^]*\r\n\r\n!"#$/);
});

test('sends a body chunked', async () => {
  const { port } = await startInstance();
  const client = await rawGet(port, '/?size=3&chunked=1', 'Connection: close\n');
  await client.ended;
  expect(client.received).toMatch(/\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n!"#\r\n0\r\n\r\n$/);
  expect(client.received).not.toContain('Content-Length');
});

test('ends a body with its connection', async () => {
  const { port } = await startInstance();
  const client = await rawGet(port, '/?size=3&close-delimited=1');
  expect(await client.ended).toBe('fin');
  expect(client.received).toMatch(/\r\nConnection: close\r\n\r\n!"#$/);
  expect(client.received).not.toMatch(/Content-Length|Transfer-Encoding/);
});

test('sends no chunks to HTTP/1.0', async () => {
  const { port } = await startInstance();
  const client = await rawRequest(port, 'GET /?size=3&chunked=1 HTTP/1.0\n\n');
  expect(await client.ended).toBe('fin');
  expect(client.received).toMatch(/\r\n\r\n!"#$/);
  expect(client.received).not.toContain('Transfer-Encoding');
});
