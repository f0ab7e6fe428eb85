import { createServer } from 'node:net';
import { once } from 'node:events';
import { httpUpstream, silentUpstream } from '@hostler/test-kit';
import { expect, it, onTestFinished } from 'vitest';
import { configFile, run, shop } from '../commands/testing/hostler-process.ts';
import {
  closeCode,
  echoUpstream,
  openWebSocket,
} from '../data-plane/forwarding/tunnel/testing/websockets.ts';
import { ask, rawClient } from '../testing/client.ts';
import { holdingUpstream } from '../testing/holding-upstream.ts';
import { keep, toShop } from '../testing/scene.ts';
import { answering } from '../testing/upstreams.ts';
import { isAlive, startWorkers } from './testing/running-workers.ts';

const nowhere = { address: '127.0.0.1', port: 9 };
const get = 'GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n';

/** Asks until nobody accepts any more. */
async function refused(port: number): Promise<void> {
  for (;;) {
    try {
      await ask(port, { path: '/api/v2/_health_check' });
    } catch {
      return;
    }
  }
}

it('SIGTERM is unready and still serves in all workers while shutdown.delay runs', async () => {
  const { proxy, main, admin } = await startWorkers(2, await answering(), { shutdown: { delay: '1h' } });
  proxy.signal('SIGTERM');
  await proxy.line({ msg: 'shutting down', reason: 'SIGTERM' });
  expect(await ask(admin, { path: '/readyz' })).toMatchObject({ status: 503 });
  const keepAlive = { headers: { ...toShop.headers, connection: 'keep-alive' } };
  for (let i = 0; i < 2; i++) {
    expect(await ask(main, { path: '/api/v2/_health_check' })).toMatchObject({ status: 503 });
    expect(await ask(main, keepAlive)).toMatchObject({ status: 200, headers: { connection: 'close' } });
  }
  proxy.signal('SIGTERM');
  expect(await proxy.ended).toEqual({ code: 143, signal: null });
});

it('SIGTERM lets all workers finish what they have begun, and leaves no process', async () => {
  const upstream = await holdingUpstream();
  const running = await startWorkers(2, upstream, { shutdown: { timeout: '1h' } });
  const { proxy, main } = running;
  const pids = await Promise.all([1, 2].map((worker) => running.pid(worker)));
  const answers = [ask(main, toShop), ask(main, toShop)];
  await upstream.request(1);
  proxy.signal('SIGTERM');
  await refused(main);
  for (const index of [0, 1]) await upstream.answer(index);
  for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ status: 200, cut: false });
  expect(await proxy.ended).toEqual({ code: 0, signal: null });
  expect(pids.map(isAlive)).toEqual([false, false]);
  const served = proxy.log.filter(({ service }) => service === 'shop');
  expect(served).toMatchObject([{ status: 200 }, { status: 200 }]);
  expect(proxy.log.filter(({ level }) => level === 'error')).toEqual([]);
});

it('SIGINT cuts what is open at shutdown.timeout, and writes its lines', async () => {
  const upstream = await keep(
    httpUpstream((_request, response) => {
      response.setHeader('Content-Type', 'text/event-stream');
      response.write('data: 1\n\n');
    }),
  );
  const { proxy, main } = await startWorkers(2, upstream, { shutdown: { delay: '1h', timeout: '50ms' } });
  const clients = [rawClient(main, get), rawClient(main, get)];
  for (const client of clients) await client.until('data: 1');
  proxy.signal('SIGINT');
  for (const client of clients) expect((await client.received).endsWith('\r\n0\r\n\r\n')).toBe(false);
  expect(await proxy.ended).toEqual({ code: 0, signal: null });
  for (const worker of [1, 2])
    expect(await proxy.line({ msg: 'request', worker })).toMatchObject({ error: 'shutdown' });
});

it('SIGTERM closes WebSockets of all workers with 1001', async () => {
  const { proxy, main } = await startWorkers(2, await echoUpstream());
  const webSockets = [await openWebSocket({ port: main }), await openWebSocket({ port: main })];
  const codes = Promise.all(webSockets.map((webSocket) => closeCode(webSocket)));
  proxy.signal('SIGTERM');
  expect(await codes).toEqual([1001, 1001]);
  expect(await proxy.ended).toEqual({ code: 0, signal: null });
});

it('a second signal ends all processes at once', async () => {
  const upstream = await silentUpstream();
  const { proxy, main } = await startWorkers(2, upstream, { shutdown: { timeout: '1h' } });
  const cut = [1, 2].map(() => ask(main, toShop).catch(() => 'cut'));
  await Promise.all([upstream.connection(0), upstream.connection(1)]);
  proxy.signal('SIGTERM');
  await proxy.line({ msg: 'shutting down' });
  proxy.signal('SIGINT');
  expect(await proxy.ended).toEqual({ code: 130, signal: null });
  expect(await Promise.all(cut)).toEqual(['cut', 'cut']);
  await upstream.close();
});

it.each(['main', 'admin'])(
  'a port of the %s listener that is in use is said as with one process',
  async (which) => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
    });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const listener = { [which === 'main' ? 'listen' : 'admin']: { address: '127.0.0.1', port } };
    const started = (workers: number): Promise<unknown> =>
      run(['start', '-c', configFile(shop(nowhere, { workers, ...listener }))]);
    const [one, two] = [await started(1), await started(2)];
    expect(one).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('the port is in use') as unknown,
    });
    expect(two).toEqual(one);
  },
);
