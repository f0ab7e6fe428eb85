import { expect, test } from 'vitest';
import { rawGet } from '../testing/raw-client.ts';
import { startInstance } from '../testing/start-instance.ts';

test.each([200, 201, 301, 404, 418, 503, 599, 999])('answers %i', async (status) => {
  const { port } = await startInstance();
  const client = await rawGet(port, `/?status=${status}`, 'Connection: close\n');
  await client.ended;
  expect(client.received).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(client.received).toContain('"path": "/"');
});

test.each([
  { status: 204, length: null },
  { status: 205, length: '0' },
  { status: 304, length: null },
])('sends no body with $status', async ({ status, length }) => {
  const { url } = await startInstance();
  const response = await fetch(`${url}/?status=${status}&size=100`);
  expect(response.headers.get('content-length')).toBe(length);
  expect(await response.text()).toBe('');
});

test.each(['100', '199', '1000', 'ok', ''])('refuses %j', async (status) => {
  const { url } = await startInstance();
  const response = await fetch(`${url}/?status=${status}`);
  expect(response.status).toBe(400);
});
