import { once } from 'node:events';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { describeContainers } from '../setup/describe-containers.ts';
import { startDownstream } from '../stack/downstream.ts';
import type { Downstream } from '../stack/downstream.ts';
import { startProxy } from '../stack/proxy.ts';
import type { Proxy } from '../stack/proxy.ts';
import { open, send } from '../traffic/send.ts';
import type { Answer } from '../traffic/send.ts';
import { eventually } from '../traffic/eventually.ts';
import { openWebSocket } from '../traffic/web-socket.ts';

const HOST = 'cart.test';
const DRAIN_SECONDS = 5;

describeContainers('stopping the proxy', () => {
  let proxy: Proxy;
  let instance: Downstream;
  beforeAll(async () => {
    instance = await startDownstream('cart', 'cart-1');
    return () => instance.engine.remove();
  });
  beforeEach(async () => {
    proxy = await startProxy({
      config: {
        shutdown: { delay: '0s', timeout: `${DRAIN_SECONDS}s` },
        services: [{ name: 'cart', domain: HOST, hosts: [instance.endpoint] }],
      },
    });
    return () => proxy.engine.remove();
  });

  /** Sends a request and resolves when the instance works on it. */
  async function underWay(path: string): Promise<{ answer: Promise<Answer> }> {
    const answer = send(proxy.origin, HOST, path);
    await eventually(async () => expect((await instance.stats()).inFlight).toBe(1));
    // Wrapped, or the caller would wait for it.
    return { answer };
  }

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'finishes what is under way on %s, then exits with 0',
    async (signal) => {
      const { answer } = await underWay('/?delay=3s');
      const startedAt = performance.now();
      await proxy.engine.signal(signal);
      const [{ status, headers }, exitCode] = await Promise.all([answer, proxy.engine.exited()]);
      expect({ status, connection: headers['connection'], exitCode }).toEqual({
        status: 200,
        connection: 'close',
        exitCode: 0,
      });
      expect(performance.now() - startedAt).toBeLessThan(DRAIN_SECONDS * 1_000);
    },
  );

  it('takes no new connections while it drains', async () => {
    const { answer } = await underWay('/?delay=3s');
    await proxy.engine.signal('SIGTERM');
    await eventually(async () => {
      const attempt = await send(proxy.origin, HOST, '/').then(
        ({ status }) => `answered ${status}`,
        () => 'refused',
      );
      expect(attempt).toBe('refused');
    });
    expect((await answer).status).toBe(200);
  });

  it('ends what is not done at the end of its drain time, and exits with 0 all the same', async () => {
    const answer = send(proxy.origin, HOST, '/?delay=60s');
    const half = await open(proxy.origin, HOST, '/?size=2000&drip=60s');
    const rest = half.body.text().then(
      () => 'complete',
      () => 'cut',
    );
    await eventually(async () => expect((await instance.stats()).inFlight).toBe(2));
    const startedAt = performance.now();
    await proxy.engine.signal('SIGTERM');
    expect(await proxy.engine.exited()).toBe(0);
    const seconds = (performance.now() - startedAt) / 1_000;
    expect(seconds).toBeGreaterThan(DRAIN_SECONDS - 1);
    expect(seconds).toBeLessThan(DRAIN_SECONDS + 3);
    // Who has nothing yet can still be told; a response that began can only be cut.
    expect({ waiting: (await answer).status, half: await rest }).toEqual({ waiting: 503, half: 'cut' });
  });

  it('says goodbye to WebSockets with 1001, on both sides', async () => {
    const { socket } = await openWebSocket(proxy.origin, HOST);
    const before = (await instance.stats()).webSockets.open;
    const closed = once(socket, 'close');
    await proxy.engine.signal('SIGTERM');
    expect((await closed)[0]).toBe(1001);
    expect(await proxy.engine.exited()).toBe(0);
    expect([before, (await instance.stats()).webSockets.open]).toEqual([1, 0]);
  });

  it('exits at once when nothing is under way, idle connections or not', async () => {
    expect((await send(proxy.origin, HOST, '/')).status).toBe(200);
    const startedAt = performance.now();
    await proxy.engine.signal('SIGTERM');
    expect(await proxy.engine.exited()).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});
