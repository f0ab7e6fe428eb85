import { expect, test } from 'vitest';
import { rawRequest } from './testing/raw-client.ts';
import { startInstance } from './testing/start-instance.ts';

test.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY'])(
  'answers %s',
  async (method) => {
    const { port } = await startInstance();
    const client = await rawRequest(port, `${method} /any/path HTTP/1.1\nHost: a\nConnection: close\n\n`);
    await client.ended;
    expect(client.received).toMatch(/^HTTP\/1\.1 200 /);
    expect(client.received.includes(`"method": "${method}"`)).toBe(method !== 'HEAD');
  },
);

test.each([
  'OPTIONS * HTTP/1.1',
  'GET http://a/b?c HTTP/1.1',
  'GET http://[::1/ HTTP/1.1',
  'GET //a/b HTTP/1.1',
])('answers the target of %s', async (line) => {
  const { port } = await startInstance();
  const client = await rawRequest(port, `${line}\nHost: a\nConnection: close\n\n`);
  await client.ended;
  expect(client.received).toMatch(/^HTTP\/1\.1 200 /);
  expect(client.received).toContain(`"target": "${line.split(' ')[1]}"`);
});

test('sends the 100 that a client waits for, and then its answer on a connection that stays open', async () => {
  const { port } = await startInstance();
  const client = await rawRequest(
    port,
    'POST / HTTP/1.1\nHost: a\nContent-Length: 2\nExpect: 100-continue\n\n',
  );
  expect(await client.until(/\r\n\r\n/)).toBe('HTTP/1.1 100 Continue\r\n\r\n');
  client.send('hi');
  expect(await client.until(/"size": 2/)).toMatch(/\r\nConnection: keep-alive\r\n/);
});

test('refuses an expectation that it cannot meet', async () => {
  const { port } = await startInstance();
  const client = await rawRequest(port, 'POST / HTTP/1.1\nHost: a\nContent-Length: 2\nExpect: tea\n\n');
  expect(await client.ended).toBe('fin');
  expect(client.received).toMatch(/^HTTP\/1\.1 417 /);
});

test.each([
  { name: 'no HTTP', text: 'hello\n\n' },
  { name: 'an unknown method', text: 'BREW / HTTP/1.1\nHost: a\n\n' },
  { name: 'two lengths', text: 'POST / HTTP/1.1\nHost: a\nContent-Length: 1\nContent-Length: 2\n\n' },
])('answers 400 to $name, closes and goes on', async ({ text }) => {
  const { instance, port, url } = await startInstance();
  const client = await rawRequest(port, text);
  await client.ended;
  expect(client.received).toMatch(/^HTTP\/1\.1 400 /);
  expect(instance.stats().malformed).toBe(1);
  expect((await fetch(url)).status).toBe(200);
});

test('answers 431 to a head beyond 256 KiB, or cuts it short', async () => {
  const { instance, port, url } = await startInstance();
  const client = await rawRequest(port, `GET / HTTP/1.1\nHost: a\nX: ${'x'.repeat(300_000)}\n\n`);
  // What the client still sends after the answer makes the operating system reset the connection.
  expect(['fin', 'reset']).toContain(await client.ended);
  expect(client.received === '' || client.received.startsWith('HTTP/1.1 431 ')).toBe(true);
  expect(instance.stats().malformed).toBe(1);
  expect((await fetch(url)).status).toBe(200);
});

test('takes a head of 100 KiB', async () => {
  const { url } = await startInstance();
  const response = await fetch(url, { headers: { 'X-Large': 'x'.repeat(100_000) } });
  expect(response.status).toBe(200);
});

test('answers pipelined requests in their order', async () => {
  const { port } = await startInstance();
  const client = await rawRequest(
    port,
    'GET /?size=1 HTTP/1.1\nHost: a\n\nGET /?size=2 HTTP/1.1\nHost: a\nConnection: close\n\n',
  );
  await client.ended;
  expect(client.received).toMatch(/\r\n\r\n!HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n!"$/);
});
