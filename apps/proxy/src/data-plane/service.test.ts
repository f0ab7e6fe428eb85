import { FakeClock } from '@hostler/test-kit';
import { defineConfig } from '@hostler/config';
import { describe, expect, it } from 'vitest';
import { ask } from '../testing/client.ts';
import { holdingUpstream } from '../testing/holding-upstream.ts';
import { startPlane } from '../testing/running-plane.ts';
import { keep, toShop } from '../testing/scene.ts';
import { eventually } from './forwarding/upstream-client/testing/turns.ts';
import { Service } from './service.ts';
import { PlaneStats } from './stats/plane-stats.ts';

async function scene(upstreams: Parameters<typeof startPlane>[0], settings: object = {}) {
  const running = await keep(startPlane(upstreams, settings));
  const service = running.plane.snapshot.services.get('shop');
  if (service === undefined) throw new Error('the service is gone');
  return { service, port: running.port };
}

describe('endpoints that change', () => {
  it('are used at once when they come, and not any more when they go', async () => {
    const [before, after] = [await holdingUpstream(), await holdingUpstream()];
    const { service, port } = await scene([before]);
    service.apply([{ address: after.address, port: after.port }]);
    const answer = ask(port, toShop);
    await after.answer(0);
    expect((await answer).status).toBe(200);
    expect(before.targets).toEqual([]);
  });

  it('close the idle connections of those that go, and the busy ones after their exchange', async () => {
    const upstream = await holdingUpstream();
    const { service, port } = await scene([upstream]);
    const [first, second] = [ask(port, toShop), ask(port, toShop)];
    await upstream.request(1);
    await upstream.answer(0);
    await first;
    expect(upstream.open).toBe(2);
    service.apply([]);
    await eventually(() => upstream.open === 1);
    await upstream.answer(1);
    expect((await second).status).toBe(200);
    await upstream.allClosed();
  });

  it('let a request go on that waits for one to have room', async () => {
    const [full, added] = [await holdingUpstream(), await holdingUpstream()];
    const { service, port } = await scene([full], { limits: { maxInFlightPerEndpoint: 1 } });
    const first = ask(port, { ...toShop, path: '/0' });
    await full.request(0);
    const second = ask(port, { ...toShop, path: '/1' });
    await eventually(() => service.limits.queued === 1);
    service.apply([full, added].map(({ address, port: at }) => ({ address, port: at })));
    await added.answer(0);
    await full.answer(0);
    expect([(await first).status, (await second).status]).toEqual([200, 200]);
  });

  it('are reported after they left until their last request has ended', async () => {
    const [before, after] = [await holdingUpstream(), await holdingUpstream()];
    const { service, port } = await scene([before]);
    const reported = (): readonly unknown[] =>
      service.stats.collect().endpoints.map(({ name, inFlight }) => [name, inFlight]);
    const answer = ask(port, toShop);
    await before.request(0);
    service.apply([{ address: after.address, port: after.port }]);
    const [left, came] = [`127.0.0.1:${before.port}`, `127.0.0.1:${after.port}`];
    expect(reported()).toEqual([
      [came, 0],
      [left, 1],
    ]);
    await before.answer(0);
    await answer;
    expect(reported()).toEqual([[came, 0]]);
  });

  it('keep nothing for one that left, whoever asks for its connections later', async () => {
    const upstream = await holdingUpstream();
    const { service, port } = await scene([upstream]);
    const [endpoint] = service.balancer.endpoints;
    if (endpoint === undefined) throw new Error('the endpoint is gone');
    const answer = ask(port, toShop);
    await upstream.request(0);
    service.apply([]);
    expect(service.pool(endpoint)).not.toBe(service.pool(endpoint));
    await upstream.answer(0);
    await answer;
  });
});

describe('what a service says of itself', () => {
  const config = defineConfig({
    proxy: {
      services: [
        {
          name: 'shop',
          domain: 'shop.test',
          hosts: [{ address: '127.0.0.1', port: 1 }],
          circuitBreaker: {},
        },
      ],
    },
  }).services[0];

  it('is what it does now', () => {
    if (config === undefined) throw new Error('the service is gone');
    const service = new Service(config, {
      clock: new FakeClock(),
      random: () => 0,
      secret: null,
      stats: new PlaneStats(),
      workers: 1,
    });
    const lease = service.balancer.acquire([]);
    expect(lease).not.toBe('none');
    expect(service.stats.collect()).toMatchObject({
      name: 'shop',
      queued: 0,
      breaker: 'closed',
      budgetLeft: 100,
      endpoints: [
        {
          name: '127.0.0.1:1',
          inFlight: 1,
          backoff: { kind: 'ready' },
          connections: { idle: 0, active: 0, connecting: 0 },
        },
      ],
    });
  });
});
