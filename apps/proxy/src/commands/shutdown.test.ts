import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { httpUpstream, rawUpstream, silentUpstream } from '@hostler/test-kit';
import { expect, it, onTestFinished } from 'vitest';
import { ask, rawClient } from '../testing/client.ts';
import { keep, toShop } from '../testing/scene.ts';
import { answering } from '../testing/upstreams.ts';
import { configFile, hostler, shop } from './testing/hostler-process.ts';
import type { HostlerProcess } from './testing/hostler-process.ts';

const health = { path: '/api/v2/_health_check' };
const get = 'GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n';

/** Starts the proxy in front of an upstream. */
async function started(
  upstream: { readonly address: string; readonly port: number },
  shutdown: { readonly delay?: string; readonly timeout?: string },
): Promise<{ proxy: HostlerProcess; main: number; admin: number }> {
  const proxy = hostler(['start', '-c', configFile(shop(upstream, { shutdown }))]);
  const [main, admin] = await Promise.all([proxy.port('main'), proxy.port('admin')]);
  return { proxy, main, admin };
}

/** Asks until nobody accepts any more. */
async function refused(port: number): Promise<void> {
  for (;;) {
    try {
      await ask(port, health);
    } catch {
      return;
    }
  }
}

it('is unready and still serves while shutdown.delay runs after SIGTERM', async () => {
  const { proxy, main, admin } = await started(await answering(), { delay: '1h' });
  proxy.signal('SIGTERM');
  await proxy.line({ msg: 'shutting down', reason: 'SIGTERM' });
  expect(await ask(admin, { path: '/readyz' })).toMatchObject({ status: 503 });
  expect(await ask(admin, { path: '/livez' })).toMatchObject({ status: 200 });
  expect(await ask(main, health)).toMatchObject({ status: 503 });
  expect(
    await ask(main, { ...toShop, headers: { ...toShop.headers, connection: 'keep-alive' } }),
  ).toMatchObject({
    status: 200,
    headers: { connection: 'close' },
  });
  proxy.signal('SIGTERM');
  expect(await proxy.ended).toEqual({ code: 143, signal: null });
});

it('takes nothing new once the delay is over, finishes what it has begun, and ends with 0', async () => {
  let arrived = (_response: ServerResponse): void => {};
  const arrival = new Promise<ServerResponse>((resolve) => {
    arrived = resolve;
  });
  const upstream = await keep(
    httpUpstream((_request, response) => {
      arrived(response);
    }),
  );
  const { proxy, main, admin } = await started(upstream, { delay: '10ms', timeout: '1h' });
  const client = rawClient(main, get);
  const response = await arrival;
  proxy.signal('SIGTERM');
  await refused(main);
  expect(await ask(admin, { path: '/readyz' })).toMatchObject({ status: 503 });
  response.end('done');
  const text = await client.received;
  expect(text).toContain('HTTP/1.1 200 OK\r\n');
  expect(text).toContain('\r\nConnection: close\r\n');
  expect(text).toContain('done');
  expect(await proxy.ended).toEqual({ code: 0, signal: null });
  expect(await proxy.line({ msg: 'request', service: 'shop' })).toMatchObject({ status: 200 });
});

it('skips the delay on SIGINT', async () => {
  const { proxy } = await started(await answering(), { delay: '1h', timeout: '1h' });
  proxy.signal('SIGINT');
  expect(await proxy.ended).toEqual({ code: 0, signal: null });
  await proxy.line({ msg: 'shutting down', reason: 'SIGINT' });
});

it('cuts an event stream that is open at shutdown.timeout, and writes its line', async () => {
  const upstream = await keep(
    httpUpstream((_request, response) => {
      response.setHeader('Content-Type', 'text/event-stream');
      response.write('data: 1\n\n');
    }),
  );
  const { proxy, main } = await started(upstream, { timeout: '50ms' });
  const client = rawClient(main, get);
  await client.until('data: 1');
  proxy.signal('SIGTERM');
  // Without the last chunk: nobody takes it for the stream's end.
  expect((await client.received).endsWith('\r\n0\r\n\r\n')).toBe(false);
  expect(await proxy.ended).toEqual({ code: 0, signal: null });
  expect(await proxy.line({ msg: 'request' })).toMatchObject({
    level: 'warn',
    status: 200,
    error: 'shutdown',
    detail: 'shutdown.timeout',
  });
});

it('answers 503 to whoever still waits for a head at shutdown.timeout', async () => {
  const upstream = await keep(silentUpstream());
  const { proxy, main } = await started(upstream, { timeout: '50ms' });
  const answer = ask(main, toShop);
  await upstream.connection(0);
  proxy.signal('SIGTERM');
  const { status, cut, headers } = await answer;
  expect({ status, cut, connection: headers.connection }).toEqual({
    status: 503,
    cut: false,
    connection: 'close',
  });
  expect(headers['proxy-status']).toContain('error=connection_terminated');
  expect(await proxy.ended).toEqual({ code: 0, signal: null });
  expect(await proxy.line({ msg: 'request' })).toMatchObject({ status: 503, error: 'shutdown' });
});

it('ends at once on a second signal', async () => {
  const upstream = await keep(silentUpstream());
  const { proxy, main } = await started(upstream, { timeout: '1h' });
  const cut = ask(main, toShop).catch(() => 'cut');
  await upstream.connection(0);
  proxy.signal('SIGTERM');
  await proxy.line({ msg: 'shutting down' });
  proxy.signal('SIGINT');
  expect(await proxy.ended).toEqual({ code: 130, signal: null });
  expect(await cut).toBe('cut');
});

it('waits for no connection on which nothing is under way', async () => {
  const { proxy, main, admin } = await started(await answering(), { timeout: '1h' });
  const idle = rawClient(main, get);
  await idle.until('ok');
  const idleAdmin = rawClient(admin, 'GET /livez HTTP/1.1\r\nHost: a\r\n\r\n');
  await idleAdmin.until('ok');
  const silent = [main, admin].map((port) => connect(port, '127.0.0.1'));
  const half = rawClient(main, 'GET / HTTP/1.1\r\nHost: shop');
  for (const socket of silent) {
    onTestFinished(() => {
      socket.destroy();
    });
    socket.on('error', () => {});
    await once(socket, 'connect');
  }
  proxy.signal('SIGTERM');
  expect(await proxy.ended).toEqual({ code: 0, signal: null });
  await Promise.all([idle.received, idleAdmin.received, half.received]);
});

it('ends on a signal that comes before Node itself is there', async () => {
  const proxy = hostler(['start', '-c', configFile(shop(await answering()))]);
  proxy.signal('SIGTERM');
  expect(await proxy.ended).toEqual({ code: null, signal: 'SIGTERM' });
  expect(proxy.stdout).toBe('');
});

it('ends on a signal that comes while it is loading', async () => {
  const proxy = hostler(['start', '-c', configFile(shop(await answering()))], {
    module: new URL('testing/with-an-early-signal.ts', import.meta.url),
  });
  expect(await proxy.ended).toEqual({ code: 0, signal: null });
});

it('closes the idle connections to its endpoints', async () => {
  const upstream = await keep(
    rawUpstream(async (connection) => {
      for (;;) {
        await connection.head();
        await connection.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nKeep-Alive: timeout=60\r\n\r\nok');
      }
    }),
  );
  const { proxy, main } = await started(upstream, {});
  expect(await ask(main, toShop)).toMatchObject({ status: 200 });
  expect(upstream.open).toBe(1);
  proxy.signal('SIGTERM');
  expect(await proxy.ended).toEqual({ code: 0, signal: null });
  await upstream.allClosed();
  expect((await upstream.connection(0)).errorCode).toBeNull();
});
