import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { rawGet, rawRequest } from '../testing/raw-client.ts';
import { startInstance } from '../testing/start-instance.ts';

test('sends size and hash of the body after it', async () => {
  const { port } = await startInstance();
  const client = await rawGet(port, '/?size=3&trailers=1', 'Connection: close\n');
  await client.ended;
  const sha256 = createHash('sha256').update('!"#').digest('hex');
  expect(client.received).toContain('\r\nTrailer: X-Body-Size, X-Body-SHA256\r\n');
  expect(client.received).toContain(
    `\r\n\r\n3\r\n!"#\r\n0\r\nX-Body-Size: 3\r\nX-Body-SHA256: ${sha256}\r\n\r\n`,
  );
});

test.each([
  { name: 'HTTP/1.0', text: 'GET /?size=3&trailers=1 HTTP/1.0\n\n', end: '\r\n\r\n!"#' },
  {
    name: 'a HEAD',
    text: 'HEAD /?size=3&trailers=1 HTTP/1.1\nHost: a\nConnection: close\n\n',
    end: '\r\n\r\n',
  },
])('sends none to $name', async ({ text, end }) => {
  const { port } = await startInstance();
  const client = await rawRequest(port, text);
  await client.ended;
  expect(client.received).toMatch(/^HTTP\/1\.1 200 /);
  expect(client.received).not.toMatch(/Trailer|X-Body/);
  expect(client.received.endsWith(end)).toBe(true);
});
