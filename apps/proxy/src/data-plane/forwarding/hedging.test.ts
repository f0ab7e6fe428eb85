import { FakeClock, closedPort, httpUpstream, silentUpstream } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { ask, rawClient } from '../../testing/client.ts';
import { holdingUpstream } from '../../testing/holding-upstream.ts';
import { startPlane } from '../../testing/running-plane.ts';
import { keep, proxyTo, toShop } from '../../testing/scene.ts';
import { opening } from './tunnel/testing/handshake.ts';
import { eventually, turns } from './upstream-client/testing/turns.ts';

const hedged = { loadBalancing: { policy: 'round-robin' }, retry: { hedge: { after: '100ms' } } };

/** A service whose endpoints get their first requests in this order. */
async function scene(upstreams: Parameters<typeof startPlane>[0], settings: object = hedged) {
  const clock = new FakeClock();
  const running = await keep(startPlane(upstreams, settings, clock));
  const service = running.plane.snapshot.services.get('shop');
  if (service === undefined) throw new Error('the service is gone');
  return { clock, service, port: running.port, running };
}

describe('a request that is hedged', () => {
  it('goes to a second endpoint after the delay, and is answered by the first to answer', async () => {
    const [slow, fast] = [await holdingUpstream(), await holdingUpstream()];
    const { clock, port, service } = await scene([slow, fast]);
    const answer = ask(port, toShop);
    await slow.request(0);
    clock.advance(99);
    await turns();
    expect(fast.targets).toEqual([]);
    clock.advance(1);
    await fast.answer(0, 200, { 'X-Instance': 'fast' });
    expect((await answer).headers['x-instance']).toBe('fast');
    expect(service.stats.collect()).toMatchObject({ hedges: 1, retries: 0 });
  });

  it('is taken back from the endpoint that loses, at once and without blame', async () => {
    const [slow, fast] = [await holdingUpstream(), await holdingUpstream()];
    const { clock, port, service } = await scene([slow, fast]);
    const answer = ask(port, toShop);
    const { response } = await slow.request(0);
    const closed = new Promise((resolve) => response.once('close', resolve));
    clock.advance(100);
    const second = await fast.request(0);
    second.response.write('the first of many');
    await closed;
    expect(service.balancer.endpoints.map(({ inFlight, backoff }) => [inFlight, backoff.kind])).toEqual([
      [0, 'ready'],
      [1, 'ready'],
    ]);
    second.response.end();
    expect((await answer).status).toBe(200);
  });

  it('is answered by the first endpoint when that is faster after all', async () => {
    const [first, second] = [await holdingUpstream(), await holdingUpstream()];
    const { clock, port } = await scene([first, second]);
    const answer = ask(port, toShop);
    await first.request(0);
    clock.advance(100);
    const { response } = await second.request(0);
    const closed = new Promise((resolve) => response.once('close', resolve));
    await first.answer(0, 200, { 'X-Instance': 'first' });
    expect((await answer).headers['x-instance']).toBe('first');
    await closed;
  });

  it('with p95 waits for as long as 95 % of the latest attempts took', async () => {
    const [first, second] = [await holdingUpstream(), await holdingUpstream()];
    const { clock, port, service } = await scene([first, second], {
      ...hedged,
      retry: { hedge: { after: 'p95' } },
    });
    for (let i = 0; i < 100; i++) service.stats.attemptEnded('127.0.0.1:1', 'success', 40, null);
    const answer = ask(port, toShop);
    await first.request(0);
    // Quantiles are exact to 5 %.
    clock.advance(37);
    await turns();
    expect(second.targets).toEqual([]);
    clock.advance(6);
    await second.answer(0);
    expect((await answer).status).toBe(200);
  });

  it('names the endpoint that answered in its access line', async () => {
    const clock = new FakeClock();
    const [first, second] = [await holdingUpstream(), await holdingUpstream()];
    const proxy = await proxyTo([first, second], { clock, random: () => 0, service: hedged });
    const answer = ask(proxy.port, toShop);
    await first.request(0);
    clock.advance(100);
    await second.request(0);
    await first.answer(0);
    await answer;
    expect(await proxy.onlyAccessLine()).toMatchObject({
      attempts: 2,
      endpoint: `127.0.0.1:${first.port}`,
    });
  });

  it.each([
    { name: 'a reset', status: null },
    { name: '503', status: 503 },
  ])('goes on with the other one when one fails: $name', async ({ status }) => {
    const [failing, other] = [await holdingUpstream(), await holdingUpstream()];
    const { clock, port } = await scene([failing, other]);
    const answer = ask(port, toShop);
    const { response } = await failing.request(0);
    clock.advance(100);
    await other.request(0);
    if (status === null) response.destroy();
    else response.writeHead(status).end();
    await turns();
    await other.answer(0);
    expect((await answer).status).toBe(200);
  });

  it('is retried by the usual rule when both fail', async () => {
    const [first, second, third] = [
      await holdingUpstream(),
      await holdingUpstream(),
      await holdingUpstream(),
    ];
    const { clock, port, service } = await scene([first, second, third]);
    const answer = ask(port, toShop);
    const one = await first.request(0);
    clock.advance(100);
    const two = await second.request(0);
    one.response.destroy();
    await eventually(() => service.balancer.endpoints[0]?.inFlight === 0);
    two.response.destroy();
    await third.answer(0);
    expect((await answer).status).toBe(200);
    expect(service.stats.collect()).toMatchObject({ hedges: 1, retries: 1 });
  });

  it('passes the last real response on when all fail', async () => {
    const [busy, dead] = [await holdingUpstream(), await holdingUpstream()];
    const { clock, port } = await scene([busy, dead]);
    const answer = ask(port, toShop);
    await busy.request(0);
    clock.advance(100);
    const { response } = await dead.request(0);
    await busy.answer(0, 503, { 'X-Instance': 'busy' });
    await turns();
    response.destroy();
    const { status, headers } = await answer;
    expect([status, headers['x-instance']]).toEqual([503, 'busy']);
  });

  it('goes to a third endpoint when the second one fails and the first one still hangs', async () => {
    const [hanging, failing, third] = [
      await holdingUpstream(),
      await holdingUpstream(),
      await holdingUpstream(),
    ];
    const { clock, port } = await scene([hanging, failing, third]);
    const answer = ask(port, toShop);
    await hanging.request(0);
    clock.advance(100);
    (await failing.request(0)).response.destroy();
    await turns();
    clock.advance(100);
    await third.answer(0);
    expect((await answer).status).toBe(200);
  });

  it('goes past an endpoint that refuses at once, and for free', async () => {
    const [hanging, third] = [await holdingUpstream(), await holdingUpstream()];
    const dead = { address: '127.0.0.1', port: await closedPort() };
    const { clock, port, service } = await scene([hanging, dead, third]);
    const before = service.budget.balance;
    const answer = ask(port, toShop);
    await hanging.request(0);
    clock.advance(100);
    await third.answer(0);
    expect((await answer).status).toBe(200);
    expect(before - service.budget.balance).toBe(1);
  });

  it('is sent again with its whole body and its trailers', async () => {
    const hanging = await holdingUpstream();
    const got: unknown[] = [];
    const other = await keep(
      httpUpstream((request, response) => {
        let body = '';
        request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
        request.on('end', () => {
          got.push([request.method, body, request.trailers]);
          response.end('done');
        });
      }),
    );
    const { clock, port } = await scene([hanging, other]);
    const head =
      'PUT / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\nTrailer: Digest\r\nTransfer-Encoding: chunked\r\n\r\n';
    const client = rawClient(port, `${head}5\r\nhello\r\n0\r\nDigest: d\r\n\r\n`);
    const { request } = await hanging.request(0);
    if (!request.readableEnded) await new Promise((resolve) => request.once('end', resolve));
    clock.advance(100);
    expect(await client.received).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(got).toEqual([['PUT', 'hello', { digest: 'd' }]]);
  });

  it('is hedged only once its body is there, as long as that takes', async () => {
    const [hanging, other] = [await holdingUpstream(), await holdingUpstream()];
    const { clock, port } = await scene([hanging, other]);
    const client = rawClient(
      port,
      'PUT / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\nContent-Length: 10\r\n\r\nhello',
    );
    const { request } = await hanging.request(0);
    for (let i = 0; i < 5; i++) {
      clock.advance(100);
      await turns();
    }
    expect(other.targets).toEqual([]);
    const ended = new Promise((resolve) => request.once('end', resolve));
    client.socket.write('world');
    await ended;
    clock.advance(100);
    await other.answer(0);
    expect(await client.received).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });
});

describe('a request that is not hedged', () => {
  it.each([
    { name: 'a POST', options: { method: 'POST' }, settings: {} },
    {
      name: 'a body larger than the replay buffer',
      options: { method: 'PUT', body: 'x'.repeat(70_000) },
      settings: {},
    },
    {
      name: 'no attempts left',
      options: {},
      settings: { retry: { attempts: 1, hedge: { after: '100ms' } } },
    },
    { name: 'p95 without data', options: {}, settings: { retry: { hedge: { after: 'p95' } } } },
    { name: 'hedging off', options: {}, settings: { retry: {} } },
  ])('$name', async ({ options, settings }) => {
    const [first, second] = [await holdingUpstream(), await holdingUpstream()];
    const { clock, port, service } = await scene([first, second], { ...hedged, ...settings });
    const answer = ask(port, { ...toShop, ...options });
    const { request } = await first.request(0);
    if (!request.readableEnded) await new Promise((resolve) => request.once('end', resolve));
    clock.advance(10_000);
    await turns();
    await first.answer(0);
    expect((await answer).status).toBe(200);
    expect(second.targets).toEqual([]);
    expect(service.stats.collect().hedges).toBe(0);
  });

  it('an upgrade', async () => {
    const [first, second] = [await keep(silentUpstream()), await keep(silentUpstream())];
    const { clock, port } = await scene([first, second]);
    const client = rawClient(port, opening());
    await (await first.connection(0)).head();
    clock.advance(10_000);
    await turns();
    expect(second.accepted).toBe(0);
    client.socket.destroy();
  });

  it('a response that has begun, however slow its body is', async () => {
    const [first, second] = [await holdingUpstream(), await holdingUpstream()];
    const { clock, port } = await scene([first, second]);
    const answer = ask(port, toShop);
    const { response } = await first.request(0);
    response.write('the first of many');
    await eventually(() => clock.pending > 0);
    await turns();
    clock.advance(10_000);
    await turns();
    response.end();
    expect((await answer).status).toBe(200);
    expect(second.targets).toEqual([]);
  });

  it('one for which the budget does not pay', async () => {
    const [first, second] = [await holdingUpstream(), await holdingUpstream()];
    const { clock, port, service } = await scene([first, second]);
    while (service.budget.tryWithdraw());
    const answer = ask(port, toShop);
    await first.request(0);
    clock.advance(100);
    await turns();
    await first.answer(0);
    expect((await answer).status).toBe(200);
    expect(second.targets).toEqual([]);
  });
});

describe('an endpoint that hangs', () => {
  it('goes into backoff although hedges answer before its timeout', async () => {
    const hanging = await holdingUpstream();
    const alive = await keep(
      httpUpstream((_request, response) => {
        response.end('ok');
      }),
    );
    const { clock, port, service } = await scene([hanging, alive], {
      ...hedged,
      timeouts: { responseHeader: '250ms' },
    });
    const kinds = [];
    for (let index = 0; index < 3; index++) {
      const answer = ask(port, toShop);
      await hanging.request(index);
      clock.advance(100);
      expect((await answer).status).toBe(200);
      kinds.push(service.balancer.endpoints[0]?.backoff.kind);
    }
    expect(kinds).toEqual(['ready', 'ready', 'waiting']);
    // None goes there any more.
    for (let index = 0; index < 4; index++) expect((await ask(port, toShop)).status).toBe(200);
    expect(hanging.targets).toHaveLength(3);
  });
});
