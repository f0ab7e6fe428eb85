import { FakeClock, closedPort, httpUpstream, rawUpstream } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../clock.ts';
import { ask, rawClient } from '../../testing/client.ts';
import type { Answer } from '../../testing/client.ts';
import { holdingUpstream } from '../../testing/holding-upstream.ts';
import { startPlane } from '../../testing/running-plane.ts';
import type { RunningPlane } from '../../testing/running-plane.ts';
import { keep, proxyTo, toShop } from '../../testing/scene.ts';
import { opening, switching } from '../forwarding/tunnel/testing/handshake.ts';
import { eventually } from '../forwarding/upstream-client/testing/turns.ts';
import type { ServiceLimits } from './service-limits.ts';

interface Scene extends RunningPlane {
  readonly limits: ServiceLimits;
  /** Sends a GET and returns once it is in flight or waits. */
  readonly send: (path: string) => Promise<{ readonly answer: Promise<Answer> }>;
}

async function scene(
  upstreams: Parameters<typeof startPlane>[0],
  settings: object,
  clock?: Clock,
): Promise<Scene> {
  const running = await keep(startPlane(upstreams, settings, clock));
  const limits = running.plane.snapshot.services.get('shop')?.limits;
  if (limits === undefined) throw new Error('the service is gone');
  return {
    ...running,
    get inFlight() {
      return running.inFlight;
    },
    limits,
    async send(path) {
      const before = limits.inFlight + limits.queued;
      const answer = ask(running.port, { ...toShop, path });
      await eventually(() => limits.inFlight + limits.queued > before);
      return { answer };
    },
  };
}

const one = { limits: { maxInFlight: 1 } };

describe('a service with all its requests in flight', () => {
  it('starts those that wait as others end, first in, first out', async () => {
    const upstream = await holdingUpstream();
    const { limits, send } = await scene([upstream], one);
    const answers = [];
    for (const path of ['/0', '/1', '/2', '/3']) answers.push((await send(path)).answer);
    expect([limits.inFlight, limits.queued]).toEqual([1, 3]);
    for (const index of [0, 1, 2, 3]) {
      await upstream.answer(index);
      expect((await answers[index])?.body.toString()).toBe(`/${index}`);
    }
    expect(upstream.targets).toEqual(['/0', '/1', '/2', '/3']);
    expect([limits.inFlight, limits.queued]).toEqual([0, 0]);
  });

  it('answers 503 with Retry-After once the queue is full', async () => {
    const upstream = await holdingUpstream();
    const { port, send } = await scene([upstream], { limits: { maxInFlight: 1, queue: { size: 1 } } });
    await send('/0');
    await send('/1');
    const { status, headers } = await ask(port, toShop);
    expect([status, headers['retry-after'], headers['proxy-status']]).toEqual([
      503,
      '1',
      'hostler; error=connection_limit_reached',
    ]);
  });

  it('answers 503 at once without a queue', async () => {
    const upstream = await holdingUpstream();
    const { port, send } = await scene([upstream], { limits: { maxInFlight: 1, queue: false } });
    await send('/0');
    expect((await ask(port, toShop)).status).toBe(503);
    expect(upstream.targets).toEqual(['/0']);
  });

  it('answers 503 after the deadline, and says how long the request waited', async () => {
    const clock = new FakeClock();
    const upstream = await holdingUpstream();
    const proxy = await proxyTo([upstream], {
      clock,
      service: { limits: { maxInFlight: 1, queue: { deadline: '700ms' } } },
    });
    const held = rawClient(proxy.port, 'GET /0 HTTP/1.1\r\nHost: shop.test\r\n\r\n');
    await upstream.request(0);
    const answer = ask(proxy.port, { ...toShop, path: '/1' });
    // Its deadline is the only one of 700 ms.
    const pending = clock.pending;
    await eventually(() => clock.pending > pending);
    clock.advance(700);
    expect((await answer).status).toBe(503);
    expect(await proxy.accessLine(({ path }) => path === '/1')).toMatchObject({
      error: 'connection_limit_reached',
      detail: 'limits.queue.deadline',
      attempts: 0,
      endpoint: null,
      queueWaitMs: 700,
    });
    held.socket.destroy();
  });

  it('says of a request that waited and went on for how long it did', async () => {
    const clock = new FakeClock();
    const upstream = await holdingUpstream();
    const proxy = await proxyTo([upstream], { clock, service: one });
    const first = ask(proxy.port, { ...toShop, path: '/0' });
    await upstream.request(0);
    const pending = clock.pending;
    const second = ask(proxy.port, { ...toShop, path: '/1' });
    await eventually(() => clock.pending > pending);
    clock.advance(250);
    await upstream.answer(0);
    await upstream.answer(1);
    expect([(await first).status, (await second).status]).toEqual([200, 200]);
    expect(await proxy.accessLine(({ path }) => path === '/1')).toMatchObject({ queueWaitMs: 250 });
    expect(await proxy.accessLine(({ path }) => path === '/0')).not.toHaveProperty('queueWaitMs');
  });

  it.each(['end', 'resetAndDestroy'] as const)(
    'forgets a client that leaves the queue at once: %s',
    async (leave) => {
      const upstream = await holdingUpstream();
      const { limits, port, send } = await scene([upstream], {
        limits: { maxInFlight: 1, queue: { size: 1 } },
      });
      const first = await send('/0');
      const leaving = rawClient(port, 'GET /left HTTP/1.1\r\nHost: shop.test\r\n\r\n');
      await eventually(() => limits.queued === 1);
      leaving.socket[leave]();
      await eventually(() => limits.queued === 0);
      const second = await send('/1');
      await upstream.answer(0);
      await upstream.answer(1);
      expect([(await first.answer).status, (await second.answer).status]).toEqual([200, 200]);
      expect(upstream.targets).toEqual(['/0', '/1']);
    },
  );

  it('has room again when a client leaves that is in flight', async () => {
    const upstream = await holdingUpstream();
    const { limits, port, send } = await scene([upstream], one);
    const leaving = rawClient(port, 'GET /left HTTP/1.1\r\nHost: shop.test\r\n\r\n');
    await eventually(() => limits.inFlight === 1);
    const waiting = await send('/1');
    leaving.socket.destroy();
    await upstream.answer(1);
    expect((await waiting.answer).status).toBe(200);
    expect(limits.inFlight).toBe(0);
  });

  it('counts a WebSocket until it ends', async () => {
    const upstream = await keep(
      rawUpstream(async (connection) => {
        const head = await connection.head();
        if (head.includes('Upgrade')) await connection.write(switching());
        else await connection.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      }),
    );
    const { limits, port, send } = await scene([upstream], one);
    const client = rawClient(port, opening());
    await client.until('\r\n\r\n');
    const next = await send('/1');
    expect([limits.inFlight, limits.queued]).toEqual([1, 1]);
    client.socket.destroy();
    expect((await next.answer).status).toBe(200);
    expect([limits.inFlight, limits.queued]).toEqual([0, 0]);
  });
});

describe('endpoints that are full', () => {
  const onePerEndpoint = { loadBalancing: { policy: 'round-robin' }, limits: { maxInFlightPerEndpoint: 1 } };

  it('take the next request as soon as one of them has room', async () => {
    const [first, second] = [await holdingUpstream(), await holdingUpstream()];
    const { limits, send } = await scene([first, second], onePerEndpoint);
    const answers = [];
    for (const path of ['/0', '/1', '/2', '/3']) answers.push((await send(path)).answer);
    expect([limits.inFlight, limits.queued]).toEqual([2, 2]);
    await second.answer(0);
    await second.answer(1);
    await second.answer(2);
    await first.answer(0);
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect([first.targets, second.targets]).toEqual([['/0'], ['/1', '/2', '/3']]);
  });

  it('are waited for by a request that another one refused', async () => {
    const busy = await holdingUpstream();
    const dead = { address: '127.0.0.1', port: await closedPort() };
    const { limits, send } = await scene([busy, dead], onePerEndpoint);
    const first = await send('/0');
    const second = await send('/1');
    await eventually(() => limits.queued === 1);
    expect(limits.inFlight).toBe(2);
    await busy.answer(0);
    await busy.answer(1);
    expect([(await first.answer).status, (await second.answer).status]).toEqual([200, 200]);
  });

  it('do not hold up new requests, which one of them can take, by a retry that it cannot', async () => {
    const [first, full] = [await holdingUpstream(), await holdingUpstream()];
    const { limits, send } = await scene([first, full], onePerEndpoint);
    const retried = await send('/0');
    const other = await send('/1');
    await first.answer(0, 503);
    await eventually(() => limits.queued === 1);
    const added = await send('/2');
    await first.answer(1);
    expect((await added.answer).status).toBe(200);
    await full.answer(0);
    await full.answer(1);
    expect([(await retried.answer).status, (await other.answer).status]).toEqual([200, 200]);
    expect([first.targets, full.targets]).toEqual([
      ['/0', '/2'],
      ['/1', '/0'],
    ]);
  });

  it('do not keep a request that one of them refused from its answer for ever', async () => {
    const clock = new FakeClock();
    const busy = await holdingUpstream();
    const dead = { address: '127.0.0.1', port: await closedPort() };
    const { limits, send } = await scene([busy, dead], onePerEndpoint, clock);
    await send('/0');
    const second = await send('/1');
    await eventually(() => limits.queued === 1);
    clock.advance(1_000);
    const { status, headers } = await second.answer;
    expect([status, headers['proxy-status']]).toEqual([503, 'hostler; error=connection_limit_reached']);
    expect(limits.inFlight).toBe(1);
  });

  it('do not keep the last real answer from a client whose retry finds no room', async () => {
    const clock = new FakeClock();
    const [busy, full] = [await holdingUpstream(), await holdingUpstream()];
    const { limits, send } = await scene([full, busy], onePerEndpoint, clock);
    await send('/0');
    const second = await send('/1');
    await busy.answer(0, 503, { 'X-Instance': 'busy' });
    await eventually(() => limits.queued === 1);
    clock.advance(1_000);
    const { status, headers } = await second.answer;
    expect([status, headers['x-instance']]).toEqual([503, 'busy']);
  });
});

describe('many clients at a service with few places', () => {
  it('all get an answer, never more at once than there are places', async () => {
    let now = 0;
    let most = 0;
    const upstream = await keep(
      httpUpstream((_request, response) => {
        now += 1;
        most = Math.max(most, now);
        setImmediate(() => {
          now -= 1;
          response.end('ok');
        });
      }),
    );
    const { limits, port } = await scene([upstream], { limits: { maxInFlight: 3, queue: { size: 200 } } });
    const answers = await Promise.all(Array.from({ length: 200 }, () => ask(port, toShop)));
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(most).toBeLessThanOrEqual(3);
    expect([limits.inFlight, limits.queued]).toEqual([0, 0]);
  });
});
