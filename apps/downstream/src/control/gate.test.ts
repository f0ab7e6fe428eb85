import { expect, test } from 'vitest';
import { rawGet, rawRequest } from '../testing/raw-client.ts';
import { order, startInstance } from '../testing/start-instance.ts';

test('down: resets what is open and what comes, probes as well, and counts it as cut', async () => {
  const { instance, url, port } = await startInstance();
  const open = await rawGet(port, '/?hang=1');
  await expect.poll(() => instance.stats().inFlight).toBe(1);
  expect((await order(url, { state: 'down' })).status).toBe(200);
  expect(await open.ended).toBe('reset');
  for (const path of ['/', '/healthz', '/readyz', '/sse', '/ws']) {
    const client = await rawGet(port, path);
    expect(`${path} ${await client.ended}`).toBe(`${path} reset`);
    expect(client.received).toBe('');
  }
  await expect.poll(() => instance.stats()).toMatchObject({ cut: 4, aborted: 0, inFlight: 0, probes: 2 });
});

test('down: resets malformed requests and upgrades', async () => {
  const { instance, port } = await startInstance();
  instance.control({ state: 'down' });
  expect(await (await rawRequest(port, 'BROKEN\n\n')).ended).toBe('reset');
  const upgrade = await rawGet(port, '/ws', 'Connection: Upgrade\nUpgrade: websocket\n');
  expect(await upgrade.ended).toBe('reset');
});

test('down: its control pages answer, and can call it back', async () => {
  const { url } = await startInstance();
  await order(url, { state: 'down' });
  expect((await fetch(`${url}/_stats`)).status).toBe(200);
  expect((await order(url, { state: 'up' })).status).toBe(200);
  expect((await fetch(url)).status).toBe(200);
});

test('refusing: nothing listens until the term is over', async () => {
  const { clock, url } = await startInstance();
  const response = await order(url, { state: 'refusing', for: '10s' });
  expect(await response.json()).toMatchObject({ state: 'refusing', until: '2026-01-01T00:00:10.000Z' });
  const refused: unknown = await fetch(url).catch((error: unknown) => error);
  expect(refused).toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  clock.advance(10_000);
  await expect
    .poll(() =>
      fetch(url).then(
        ({ status }) => status,
        () => 'refused',
      ),
    )
    .toBe(200);
});

test('hanging: answers nothing until it ends, probes neither', async () => {
  const { instance, port } = await startInstance();
  instance.control({ state: 'hanging' });
  const clients = [await rawGet(port, '/'), await rawGet(port, '/healthz')];
  await expect.poll(() => instance.stats()).toMatchObject({ inFlight: 1, probes: 1 });
  expect(clients.map(({ received }) => received)).toEqual(['', '']);
  instance.control({ state: 'up' });
  for (const client of clients) expect(await client.until(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 200 /);
});

test('slow: every request waits, its probes do not', async () => {
  const { clock, instance, url } = await startInstance();
  instance.control({ state: 'slow', delay: '3s' });
  const answering = fetch(url);
  await clock.sleeping(3000);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  clock.advance(3000);
  expect((await answering).status).toBe(200);
});

test('erroring: as many requests fail as the rate says, and no probe', async () => {
  const draws = [0.1, 0.49, 0.5, 0.9];
  const { instance, url } = await startInstance({ random: () => draws.shift() ?? 1 });
  instance.control({ state: 'erroring', errorRate: 0.5, status: 500 });
  const statuses: number[] = [];
  for (let n = 0; n < 4; n += 1) statuses.push((await fetch(url)).status);
  expect(statuses).toEqual([500, 500, 200, 200]);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test('erroring: refuses an upgrade like any request', async () => {
  const { instance, port } = await startInstance();
  instance.control({ state: 'erroring' });
  const client = await rawGet(port, '/ws', 'Connection: Upgrade\nUpgrade: websocket\n');
  expect(await client.ended).toBe('fin');
  expect(client.received).toMatch(/^HTTP\/1\.1 503 [^]*\r\nX-Instance: my-service-\d+\r\n/);
  expect(instance.stats()).toMatchObject({ byStatus: { 503: 1 }, inFlight: 0, webSockets: { total: 0 } });
});

test('unready: serves, but says that it is not ready', async () => {
  const { instance, url } = await startInstance();
  instance.control({ state: 'unready' });
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const ready = await fetch(`${url}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({ status: 'unready', reason: 'unready' });
});
