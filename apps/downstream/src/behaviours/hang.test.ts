import { expect, test } from 'vitest';
import { rawGet } from '../testing/raw-client.ts';
import { startInstance } from '../testing/start-instance.ts';

test.each([
  { name: 'before the response', asked: 'hang=1', received: /^$/ },
  { name: 'in the middle of the body', asked: 'hang=middle&size=10', received: /\r\n\r\n!"#\$%$/ },
])('falls silent $name, and resets after a minute', async ({ asked, received }) => {
  const { clock, port } = await startInstance();
  const client = await rawGet(port, `/?${asked}`);
  await clock.sleeping(60_000);
  await client.until(received);
  clock.advance(60_000);
  expect(await client.ended).toBe('reset');
  expect(client.received).toMatch(received);
});

test('ends with the client', async () => {
  const { clock, instance, port } = await startInstance();
  const client = await rawGet(port, '/?hang=1');
  await clock.sleeping(60_000);
  client.socket.destroy();
  await expect.poll(() => instance.stats()).toMatchObject({ aborted: 1, inFlight: 0 });
  expect(clock.asleep).toBe(0);
});
