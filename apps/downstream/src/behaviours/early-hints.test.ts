import { expect, test } from 'vitest';
import { rawGet, rawRequest } from '../testing/raw-client.ts';
import { startInstance } from '../testing/start-instance.ts';

test('sends a 103 before the response', async () => {
  const { port } = await startInstance();
  const client = await rawGet(port, '/?early-hints=1&status=404', 'Connection: close\n');
  await client.ended;
  expect(client.received).toMatch(
    /^HTTP\/1\.1 103 Early Hints\r\nLink: <\/style\.css>; rel=preload; as=style\r\n\r\nHTTP\/1\.1 404 /,
  );
});

test('sends none to HTTP/1.0', async () => {
  const { port } = await startInstance();
  const client = await rawRequest(port, 'GET /?early-hints=1 HTTP/1.0\n\n');
  await client.ended;
  expect(client.received).toMatch(/^HTTP\/1\.1 200 /);
});
