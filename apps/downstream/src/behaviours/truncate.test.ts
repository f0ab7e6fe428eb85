import { expect, test } from 'vitest';
import { rawGet } from '../testing/raw-client.ts';
import { startInstance } from '../testing/start-instance.ts';

test.each([
  { name: 'with a length', asked: 'size=10', body: /Content-Length: 10\r\n[^]*\r\n\r\n!"#\$%$/ },
  { name: 'chunked', asked: 'size=10&chunked=1', body: /\r\n\r\n5\r\n!"#\$%\r\n$/ },
])('closes in good order in the middle of a body $name', async ({ asked, body }) => {
  const { instance, port } = await startInstance();
  const client = await rawGet(port, `/?truncate=1&${asked}`);
  expect(await client.ended).toBe('fin');
  expect(client.received).toMatch(body);
  await expect.poll(() => instance.stats()).toMatchObject({ cut: 1, aborted: 0 });
});
