import { FakeClock, httpUpstream, rawUpstream, silentUpstream } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { ask, rawClient } from '../../testing/client.ts';
import { holdingUpstream } from '../../testing/holding-upstream.ts';
import { startPlane } from '../../testing/running-plane.ts';
import { keep, toShop } from '../../testing/scene.ts';
import { eventually } from '../forwarding/upstream-client/testing/turns.ts';

const circuitBreaker = { failureRate: '50%', minRequests: 4, window: '10s', openFor: '5s', trials: 1 };

/** An endpoint whose answers have the status that it is told. */
async function switchable() {
  const now = { status: 200 };
  const upstream = await keep(
    httpUpstream((_request, response) => {
      response.writeHead(now.status).end('done');
    }),
  );
  return { upstream, now };
}

async function scene(
  upstreams: Parameters<typeof startPlane>[0],
  settings: object = {},
  clock: FakeClock = new FakeClock(),
) {
  const running = await keep(startPlane(upstreams, { circuitBreaker, ...settings }, clock));
  const service = running.plane.snapshot.services.get('shop');
  if (service === undefined) throw new Error('the service is gone');
  return {
    clock,
    service,
    port: running.port,
    state: () => service.limits.breaker?.state.kind,
    statuses: async (count: number) => {
      const all = [];
      for (let i = 0; i < count; i++) all.push((await ask(running.port, toShop)).status);
      return all;
    },
  };
}

describe('the circuit breaker of a service', () => {
  it('refuses requests with 503 and Retry-After while it is open, and lets one try when that is over', async () => {
    const { upstream, now } = await switchable();
    const { clock, port, state, statuses } = await scene([upstream]);
    now.status = 502;
    expect(await statuses(5)).toEqual([502, 502, 502, 502, 503]);
    const { headers } = await ask(port, toShop);
    expect([headers['retry-after'], headers['proxy-status']]).toEqual([
      '5',
      'hostler; error=destination_unavailable',
    ]);
    now.status = 200;
    clock.advance(4_999);
    expect(await statuses(1)).toEqual([503]);
    clock.advance(1);
    expect(await statuses(1)).toEqual([200]);
    expect(state()).toBe('closed');
  });

  it.each([
    { name: '500, which is the application at work', status: 500, open: false },
    { name: '404', status: 404, open: false },
    { name: '429', status: 429, open: false },
    { name: '503', status: 503, open: true },
    { name: '504', status: 504, open: true },
  ])('goes by what a client is told: $name', async ({ status, open }) => {
    const { upstream, now } = await switchable();
    const { state, statuses } = await scene([upstream]);
    now.status = status;
    await statuses(4);
    expect(state()).toBe(open ? 'open' : 'closed');
  });

  it('counts requests, not the attempts that they take', async () => {
    const { upstream } = await switchable();
    const failing = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        connection.reset();
      }),
    );
    const { state, statuses } = await scene([failing, upstream], {
      loadBalancing: { policy: 'round-robin' },
    });
    expect(await statuses(20)).toEqual(new Array(20).fill(200));
    expect(state()).toBe('closed');
  });

  it('opens for an endpoint that does not answer in time', async () => {
    const upstream = await holdingUpstream();
    const { clock, port, state } = await scene([upstream], { timeouts: { responseHeader: '1s' } });
    const answers = [0, 1, 2, 3].map(() => ask(port, toShop));
    await upstream.request(3);
    clock.advance(1_000);
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([504, 504, 504, 504]);
    expect(state()).toBe('open');
  });

  it('says nothing of uploads that their clients did not finish in time', async () => {
    const upstream = await holdingUpstream();
    const { clock, port, state } = await scene([upstream], { timeouts: { request: '1s' } });
    const head = 'POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 10\r\n\r\nhalf';
    const clients = [0, 1, 2, 3].map(() => rawClient(port, head));
    await upstream.request(3);
    clock.advance(1_000);
    for (const client of clients) expect(await client.until('\r\n\r\n')).toMatch(/^HTTP\/1\.1 504 /);
    expect(state()).toBe('closed');
  });

  it('says nothing of clients that leave', async () => {
    const silent = await keep(silentUpstream());
    const { port, service, state } = await scene([silent]);
    for (let i = 0; i < 8; i++) {
      const client = rawClient(port, 'GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n');
      await silent.connection(i);
      client.socket.destroy();
      await eventually(() => service.limits.inFlight === 0);
    }
    expect(state()).toBe('closed');
  });

  it('gives the place of a trial to another request when its client leaves', async () => {
    const upstream = await holdingUpstream();
    const { clock, port, service, state } = await scene([upstream]);
    for (let i = 0; i < 4; i++) {
      const answer = ask(port, toShop);
      await upstream.answer(i, 502);
      await answer;
    }
    clock.advance(5_000);
    const trial = rawClient(port, 'GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n');
    await upstream.request(4);
    expect((await ask(port, toShop)).status).toBe(503);
    trial.socket.destroy();
    await eventually(() => service.limits.inFlight === 0);
    const second = ask(port, toShop);
    await upstream.answer(5);
    expect((await second).status).toBe(200);
    expect(state()).toBe('closed');
  });

  it('does not wait for the end of a long answer of its trial', async () => {
    const upstream = await holdingUpstream();
    const { clock, port, state } = await scene([upstream]);
    for (let i = 0; i < 4; i++) {
      const answer = ask(port, toShop);
      await upstream.answer(i, 502);
      await answer;
    }
    clock.advance(5_000);
    const trial = rawClient(port, 'GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n');
    const { response } = await upstream.request(4);
    response.write('the first of many');
    await trial.until('the first');
    expect(state()).toBe('closed');
  });

  it('opens when no endpoint can be used', async () => {
    const { upstream } = await switchable();
    const { service, state, statuses } = await scene([upstream]);
    service.apply([]);
    expect(await statuses(4)).toEqual([503, 503, 503, 503]);
    expect(state()).toBe('open');
  });
});
