import { expect, test } from 'vitest';
import { rawRequest } from '../testing/raw-client.ts';
import { startInstance } from '../testing/start-instance.ts';

test('answers while the upload is under way', async () => {
  const { port } = await startInstance();
  const client = await rawRequest(
    port,
    'POST /?unread=1&status=413 HTTP/1.1\nHost: a\nContent-Length: 9\n\nhell',
  );
  expect(await client.until(/"body": null/)).toMatch(/^HTTP\/1\.1 413 /);
});

test('answers without the 100 that the client waits for, and closes', async () => {
  const { port } = await startInstance();
  const client = await rawRequest(
    port,
    'POST /?unread=1&status=403 HTTP/1.1\nHost: a\nContent-Length: 9\nExpect: 100-continue\n\n',
  );
  expect(await client.ended).toBe('fin');
  expect(client.received).toMatch(/^HTTP\/1\.1 403 [^]*\r\nConnection: close\r\n/);
});
