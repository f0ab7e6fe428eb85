import { defineConfig } from '@hostler/config';
import type { Config } from '@hostler/config';
import { FakeClock } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import type { DataPlane } from '../data-plane/data-plane.ts';
import { turns } from '../data-plane/forwarding/upstream-client/testing/turns.ts';
import { Slices } from '../data-plane/slices.ts';
import type { PlaneReport } from '../data-plane/stats/service-report.ts';
import { ask } from '../testing/client.ts';
import { startPlane } from '../testing/running-plane.ts';
import type { RunningPlane } from '../testing/running-plane.ts';
import { keep, toShop } from '../testing/scene.ts';
import { answering } from '../testing/upstreams.ts';
import { LocalLink } from './local-link.ts';

interface Scene {
  readonly running: RunningPlane;
  readonly plane: DataPlane;
  readonly link: LocalLink;
  readonly clock: FakeClock;
  readonly reports: PlaneReport[];
}

/** A link to the data plane of a service `shop.test`, started. */
async function scene(response?: string): Promise<Scene> {
  const clock = new FakeClock();
  const running = await keep(startPlane([await answering(response)], {}, clock));
  const link = new LocalLink(running.plane, clock);
  const reports: PlaneReport[] = [];
  link.onReport((workerId, report) => {
    expect(workerId).toBe(0);
    reports.push(report);
  });
  link.start();
  return { running, plane: running.plane, link, clock, reports };
}

const discovery = { type: 'dns', name: 'shop.internal', port: 80 };

function configOf(name: string): Config {
  const hosts = [{ address: '10.0.0.1', port: 80 }];
  return defineConfig({ proxy: { services: [{ name, domain: `${name}.test`, hosts }] } });
}

describe('reports', () => {
  it('come every 100 ms, when there is something to say', async () => {
    const { running, clock, reports } = await scene();
    clock.advance(1_000);
    expect(reports).toEqual([]);
    await ask(running.port, toShop);
    clock.advance(99);
    expect(reports).toEqual([]);
    clock.advance(1);
    expect(reports).toMatchObject([
      { services: [{ name: 'shop', requests: 1, responses: [0, 1, 0, 0, 0] }] },
    ]);
    clock.advance(1_000);
    expect(reports).toHaveLength(1);
  });

  it('come at once when an endpoint has failed too often in a row', async () => {
    const { running, reports } = await scene('HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n');
    for (let count = 0; count < 4; count++) await ask(running.port, toShop);
    await turns();
    expect(reports).toEqual([]);
    await ask(running.port, toShop);
    await turns();
    expect(reports).toHaveLength(1);
    expect(reports[0]?.services[0]?.endpoints[0]?.counts.trailingGatewayFailures).toBe(5);
  });

  it('end with the link', async () => {
    const { running, link, clock, reports } = await scene();
    await ask(running.port, toShop);
    const timers = clock.pending;
    link.close();
    expect(clock.pending).toBe(timers - 1);
    clock.advance(1_000);
    expect(reports).toEqual([]);
  });
});

describe('a configuration', () => {
  it('has the states of its endpoints before it is used', async () => {
    const { plane, link } = await scene();
    const id = await link.prepare(configOf('new'));
    expect([...plane.snapshot.services.keys()]).toEqual(['shop']);
    const states = [{ address: '10.0.0.2', port: 80, drained: true }];
    expect(await link.commit(id, new Map([['new', states]]))).toMatchObject({
      added: ['new'],
      removed: ['shop'],
    });
    const endpoints = plane.snapshot.services.get('new')?.balancer.endpoints;
    expect(endpoints).toMatchObject([{ name: '10.0.0.2:80', drained: true }]);
  });

  it('lets others work while many services get their endpoints, and none is used before all have', async () => {
    const { plane, link } = await scene();
    const services = ['a', 'b', 'c'].map((name) => ({ name, domain: `${name}.test`, discovery }));
    const id = await link.prepare(defineConfig({ proxy: { services } }));
    const states = [{ address: '10.0.0.2', port: 80 }];
    const inUse: string[] = [];
    const turn = (): void => {
      inUse.push([...plane.snapshot.services.keys()].join());
      if (plane.snapshot.services.has('shop')) setImmediate(turn);
    };
    setImmediate(turn);
    const endpoints = new Map(services.map(({ name }) => [name, states]));
    await link.commit(id, endpoints, new Slices(0));
    expect(inUse).toEqual(['shop', 'shop', 'shop']);
    expect([...plane.snapshot.services.keys()]).toEqual(['a', 'b', 'c']);
  });

  it('that was prepared before another one cannot be committed', async () => {
    const { plane, link } = await scene();
    const first = await link.prepare(configOf('first'));
    await link.prepare(configOf('second'));
    await expect(link.commit(first, new Map())).rejects.toThrow('another configuration was prepared since');
    expect([...plane.snapshot.services.keys()]).toEqual(['shop']);
  });

  it('cannot be committed after it was discarded', async () => {
    const { link } = await scene();
    const id = await link.prepare(configOf('new'));
    link.discard(id);
    await expect(link.commit(id, new Map())).rejects.toThrow('another configuration was prepared since');
  });
});

describe('a change', () => {
  it('of endpoints is there at once', async () => {
    const { plane, link } = await scene();
    link.update('shop', [{ address: '10.0.0.2', port: 80, health: 'unhealthy' }]);
    expect(plane.snapshot.services.get('shop')?.balancer.endpoints).toMatchObject([
      { name: '10.0.0.2:80', availability: 'unhealthy' },
    ]);
  });

  it('by a fault, too', async () => {
    const { plane, link } = await scene();
    const fault = { endpoint: '10.0.0.1:80', kind: 'hang' } as const;
    link.inject('shop', fault);
    expect(plane.snapshot.services.get('shop')?.fault).toEqual(fault);
    link.inject('shop', null);
    expect(plane.snapshot.services.get('shop')?.fault).toBe(null);
  });

  it('of a service that is not there is none', async () => {
    const { plane, link } = await scene();
    link.update('cart', [{ address: '10.0.0.2', port: 80 }]);
    link.inject('cart', { endpoint: '10.0.0.1:80', kind: 'hang' });
    expect([...plane.snapshot.services.keys()]).toEqual(['shop']);
  });
});
