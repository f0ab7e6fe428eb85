import { expect, test } from 'vitest';
import { rawGet } from '../testing/raw-client.ts';
import { startInstance } from '../testing/start-instance.ts';

test('sends nothing before the delay is over', async () => {
  const { clock, port } = await startInstance();
  const client = await rawGet(port, '/?delay=2s');
  await clock.sleeping(2000);
  clock.advance(1999);
  expect(client.received).toBe('');
  clock.advance(1);
  expect(await client.until(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
});

test('stops waiting when the client leaves', async () => {
  const { clock, instance, port } = await startInstance();
  const client = await rawGet(port, '/?delay=60s');
  await clock.sleeping(60_000);
  client.socket.destroy();
  await expect.poll(() => clock.asleep).toBe(0);
  expect(instance.stats()).toMatchObject({ aborted: 1, inFlight: 0 });
});

test('refuses to wait longer than a minute', async () => {
  const { url } = await startInstance();
  const response = await fetch(`${url}/?delay=61s`);
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({
    error: 'this cannot be asked for',
    problems: ["delay: got '61s', expected a duration with its unit such as 250ms or 2s, at most 60s"],
  });
});
