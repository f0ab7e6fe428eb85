import { expect, test } from 'vitest';
import { rawGet, rawRequest } from '../testing/raw-client.ts';
import { startInstance } from '../testing/start-instance.ts';

test('resets before any byte of the response', async () => {
  const { instance, port } = await startInstance();
  const client = await rawGet(port, '/?reset=before');
  expect(await client.ended).toBe('reset');
  expect(client.received).toBe('');
  await expect.poll(() => instance.stats()).toMatchObject({ cut: 1, aborted: 0, byStatus: {}, inFlight: 0 });
});

test.each([
  { name: 'with a length', asked: 'size=10', body: /\r\n\r\n!"#\$%$/ },
  { name: 'chunked', asked: 'size=10&chunked=1', body: /\r\n\r\n5\r\n!"#\$%\r\n$/ },
  { name: 'close-delimited', asked: 'size=10&close-delimited=1', body: /\r\n\r\n!"#\$%$/ },
])('resets in the middle of a body $name', async ({ asked, body }) => {
  const { instance, port } = await startInstance();
  const client = await rawGet(port, `/?reset=middle&${asked}`);
  expect(await client.ended).toBe('reset');
  expect(client.received).toMatch(body);
  await expect.poll(() => instance.stats()).toMatchObject({ cut: 1, byStatus: { 200: 1 } });
});

test('resets an upload that it does not read', async () => {
  const { port } = await startInstance();
  const client = await rawRequest(
    port,
    'POST /?reset=before&unread=1 HTTP/1.1\nHost: a\nContent-Length: 9\n\nhell',
  );
  expect(await client.ended).toBe('reset');
});
