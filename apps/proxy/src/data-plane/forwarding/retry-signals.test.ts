import { FakeClock, closedPort, httpUpstream, rawUpstream } from '@hostler/test-kit';
import type { RawUpstream, Upstream } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { ask } from '../../testing/client.ts';
import type { Ask } from '../../testing/client.ts';
import { startPlane } from '../../testing/running-plane.ts';
import { keep, toShop } from '../../testing/scene.ts';

async function scene(upstreams: Parameters<typeof startPlane>[0], settings: object = {}) {
  const clock = new FakeClock();
  const running = await keep(
    startPlane(upstreams, { loadBalancing: { policy: 'round-robin' }, ...settings }, clock),
  );
  const service = running.plane.snapshot.services.get('shop');
  if (service === undefined) throw new Error('the service is gone');
  return { clock, service, port: running.port };
}

/** Answers every request alike. */
function answering(status: number, headers: Record<string, string> = {}): Promise<Upstream> {
  return keep(
    httpUpstream((request, response) => {
      request.resume();
      request.on('end', () => response.writeHead(status, headers).end(String(status)));
    }),
  );
}

/** Takes a request's head and resets. */
function resetting(): Promise<RawUpstream> {
  return keep(
    rawUpstream(async (connection) => {
      await connection.head();
      connection.reset();
    }),
  );
}

describe('Retry-After on a status that is retried', () => {
  it.each([
    { name: 'seconds', value: '7', endsMs: 7_000 },
    { name: 'an hour, which is capped', value: '3600', endsMs: 60_000 },
    { name: 'a date', value: new Date(Date.now() + 3_600_000).toUTCString(), endsMs: 60_000 },
  ])('keeps requests from the endpoint for so long: $name', async ({ value, endsMs }) => {
    const busy = await answering(503, { 'Retry-After': value });
    const { clock, port, service } = await scene([busy, await answering(200)]);
    expect((await ask(port, toShop)).status).toBe(200);
    expect(service.balancer.endpoints[0]?.backoff).toMatchObject({ kind: 'waiting', untilMs: endsMs });
    service.stats.collect();
    for (let i = 0; i < 5; i++) expect((await ask(port, toShop)).status).toBe(200);
    expect(service.stats.collect().retries).toBe(0);
    clock.advance(endsMs);
    for (let i = 0; i < 2; i++) expect((await ask(port, toShop)).status).toBe(200);
    expect(service.stats.collect().retries).toBe(1);
  });

  it('means nothing on other answers', async () => {
    const { port, service } = await scene([await answering(404, { 'Retry-After': '7' })]);
    await ask(port, toShop);
    expect(service.balancer.endpoints[0]?.backoff.kind).toBe('ready');
  });
});

describe('an idempotency key', () => {
  const opted = { retry: { idempotencyKey: true } };
  const key = { host: 'shop.test', 'idempotency-key': '"8e03978e"' };

  it.each([
    { name: 'a POST with it is sent again', method: 'POST', headers: key, settings: opted, status: 200 },
    { name: 'a PATCH with it is sent again', method: 'PATCH', headers: key, settings: opted, status: 200 },
    {
      name: 'a POST without is not',
      method: 'POST',
      headers: { host: 'shop.test' },
      settings: opted,
      status: 502,
    },
    {
      name: 'a POST with it is not unless opted in',
      method: 'POST',
      headers: key,
      settings: {},
      status: 502,
    },
    { name: 'another method with it is not', method: 'LOCK', headers: key, settings: opted, status: 502 },
  ])('$name', async ({ method, headers, settings, status }) => {
    const { port } = await scene([await resetting(), await answering(200)], settings);
    expect((await ask(port, { method, headers, body: 'order' })).status).toBe(status);
  });
});

describe('a retry that is refused', () => {
  const cases: {
    name: string;
    reason: string;
    upstreams: () => Promise<Parameters<typeof startPlane>[0]>;
    options?: Ask;
    settings?: object;
  }[] = [
    {
      name: 'a POST that was sent',
      reason: 'not-idempotent',
      upstreams: async () => [await resetting(), await answering(200)],
      options: { method: 'POST', body: 'x' },
    },
    {
      name: 'the last of the attempts',
      reason: 'attempts',
      upstreams: async () => [await resetting(), await answering(200)],
      settings: { retry: { attempts: 1 } },
    },
    {
      name: 'the only endpoint',
      reason: 'no-endpoint-left',
      upstreams: async () => [await answering(503)],
    },
    {
      name: 'an endpoint that refuses after all others',
      reason: 'no-endpoint-left',
      upstreams: async () => [{ address: '127.0.0.1', port: await closedPort() }],
    },
    {
      name: 'a body that is larger than the replay buffer',
      reason: 'body-too-large',
      upstreams: async () => [
        await keep(
          rawUpstream(async (connection) => {
            await connection.head();
            await connection.bytes(70_000);
            connection.reset();
          }),
        ),
        await answering(200),
      ],
      options: { method: 'PUT', body: 'x'.repeat(80_000) },
    },
    {
      name: 'a response that broke off',
      reason: 'committed',
      upstreams: async () => [
        await keep(
          rawUpstream(async (connection) => {
            await connection.head();
            await connection.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf');
            connection.reset();
          }),
        ),
        await answering(200),
      ],
    },
  ];

  it.each(cases)('is counted with its reason: $name', async ({ reason, upstreams, options, settings }) => {
    const { port, service } = await scene(await upstreams(), settings);
    await ask(port, { ...toShop, ...options });
    expect(service.stats.collect().refusedRetries).toEqual({ [reason]: 1 });
  });

  it('is counted when the budget is spent', async () => {
    const { port, service } = await scene([await resetting(), await answering(200)]);
    while (service.budget.tryWithdraw());
    expect((await ask(port, toShop)).status).toBe(502);
    expect(service.stats.collect().refusedRetries).toEqual({ budget: 1 });
  });

  it.each([
    { name: 'an answer', upstream: () => answering(200) },
    { name: 'a status that nobody retries', upstream: () => answering(500) },
  ])('is none for $name', async ({ upstream }) => {
    const { port, service } = await scene([await upstream()]);
    await ask(port, toShop);
    expect(service.stats.collect().refusedRetries).toEqual({});
  });
});

describe('what attempts end in', () => {
  it.each<{ name: string; upstream: () => Promise<{ address: string; port: number }>; counts: object }>([
    { name: '200', upstream: () => answering(200), counts: { success: 1 } },
    { name: '404', upstream: () => answering(404), counts: { success: 1 } },
    { name: '500', upstream: () => answering(500), counts: { errorStatus: 1 } },
    {
      name: '503',
      upstream: () => answering(503),
      counts: { gatewayFailure: 1, trailingGatewayFailures: 1 },
    },
    { name: '504, which is not retried', upstream: () => answering(504), counts: { gatewayFailure: 1 } },
    { name: 'a reset', upstream: () => resetting(), counts: { reset: 1 } },
    {
      name: 'a refused connection',
      upstream: async () => ({ address: '127.0.0.1', port: await closedPort() }),
      counts: { connectFailure: 1, trailingLocalErrors: 1 },
    },
  ])('is counted by outcome: $name', async ({ upstream, counts }) => {
    const { port, service } = await scene([await upstream()]);
    await ask(port, toShop);
    expect(service.stats.collect().endpoints[0]?.counts).toMatchObject(counts);
  });
});
