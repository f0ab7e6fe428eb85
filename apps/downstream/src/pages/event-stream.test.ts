import { expect, test } from 'vitest';
import { rawGet } from '../testing/raw-client.ts';
import { startInstance } from '../testing/start-instance.ts';

test('sends the first event at once and one after each interval, up to the count', async () => {
  const { clock, instance, url } = await startInstance({ instance: 'i-1' });
  const response = await fetch(`${url}/sse?interval=2s&count=3`);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(response.headers.get('cache-control')).toBe('no-store');
  for (let n = 0; n < 2; n += 1) {
    await clock.sleeping(2000);
    clock.advance(2000);
  }
  expect(await response.text()).toBe(
    'id: 1\nevent: tick\ndata: {"instance":"i-1","at":"2026-01-01T00:00:00.000Z"}\n\n' +
      'id: 2\nevent: tick\ndata: {"instance":"i-1","at":"2026-01-01T00:00:02.000Z"}\n\n' +
      'id: 3\nevent: tick\ndata: {"instance":"i-1","at":"2026-01-01T00:00:04.000Z"}\n\n',
  );
  expect(instance.stats().eventStreams).toEqual({ open: 0, total: 1 });
});

test('goes on where the client lost it', async () => {
  const { url } = await startInstance();
  const response = await fetch(`${url}/sse?count=1`, { headers: { 'Last-Event-ID': '41' } });
  expect(await response.text()).toMatch(/^id: 42\n/);
});

test('ends with the client, which counts as aborted', async () => {
  const { clock, instance, port } = await startInstance();
  const client = await rawGet(port, '/sse');
  await client.until(/id: 1\n/);
  await clock.sleeping(1000);
  expect(instance.stats().eventStreams.open).toBe(1);
  client.socket.destroy();
  await expect
    .poll(() => instance.stats())
    .toMatchObject({ aborted: 1, eventStreams: { open: 0, total: 1 } });
  expect(clock.asleep).toBe(0);
});

test('answers a HEAD with the head alone', async () => {
  const { url } = await startInstance();
  const response = await fetch(`${url}/sse`, { method: 'HEAD' });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(await response.text()).toBe('');
});

test.each(['interval=61s', 'interval=1', 'count=-1', 'count=x'])('refuses %s', async (query) => {
  const { url } = await startInstance();
  expect((await fetch(`${url}/sse?${query}`)).status).toBe(400);
});
