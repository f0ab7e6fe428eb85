import { FakeClock, httpUpstream } from '@hostler/test-kit';
import type { Upstream } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { eventually } from '../data-plane/forwarding/upstream-client/testing/turns.ts';
import { ask } from '../testing/client.ts';
import type { RunningProxy } from '../testing/running-proxy.ts';
import { keep, proxyTo, toShop } from '../testing/scene.ts';

interface Instance {
  readonly upstream: Upstream;
  readonly name: string;
  /** What it answers to checks, and to everything else. */
  health: number;
  status: number;
  checks: number;
  requests: number;
}

async function instance(): Promise<Instance> {
  const upstream = await keep(
    httpUpstream((request, response) => {
      const isCheck = request.url === '/healthz';
      if (isCheck) one.checks += 1;
      else one.requests += 1;
      response.statusCode = isCheck ? one.health : one.status;
      response.end();
    }),
  );
  const name = `${upstream.address}:${upstream.port}`;
  const one: Instance = { upstream, name, health: 200, status: 200, checks: 0, requests: 0 };
  return one;
}

/** A started proxy on a clock that stands still, in front of two instances. */
async function scene(service: object): Promise<{
  readonly clock: FakeClock;
  readonly proxy: RunningProxy;
  readonly first: Instance;
  readonly second: Instance;
}> {
  const clock = new FakeClock();
  const [first, second] = [await instance(), await instance()];
  const proxy = await proxyTo([first.upstream, second.upstream], {
    clock,
    random: () => 0,
    service: { loadBalancing: { policy: 'round-robin' }, ...service },
  });
  await proxy.proxy.start();
  return { clock, proxy, first, second };
}

async function requests(proxy: RunningProxy, count: number): Promise<Set<number>> {
  const statuses = new Set<number>();
  for (let sent = 0; sent < count; sent++) statuses.add((await ask(proxy.port, toShop)).status);
  return statuses;
}

/** The changes of an endpoint's health that were written down. */
function changes({ log }: RunningProxy, { name }: Instance): unknown[] {
  return log.filter(({ endpoint, to }) => endpoint === name && to !== undefined).map(({ to }) => to);
}

describe('an endpoint whose active check fails', () => {
  // However long a real answer takes on a clock that is moved by hand, it is in time.
  const healthCheck = { path: '/healthz', jitter: '0%', fall: 2, timeout: '10m' };

  it('gets no request, and comes back after as many passes as `rise` says', async () => {
    const { clock, proxy, first, second } = await scene({ healthCheck });
    await eventually(() => first.checks === 1 && second.checks === 1);
    expect(await requests(proxy, 4)).toEqual(new Set([200]));
    expect([first.requests, second.requests]).toEqual([2, 2]);

    first.health = 500;
    // The first failure is none yet; the next check comes after a second.
    await advanceUntil(clock, 1_000, () => changes(proxy, first).length === 1);
    expect(changes(proxy, first)).toEqual(['unhealthy']);
    expect(await requests(proxy, 4)).toEqual(new Set([200]));
    expect([first.requests, second.requests]).toEqual([2, 6]);

    first.health = 200;
    const checksBefore = first.checks;
    await advanceUntil(clock, 1_000, () => changes(proxy, first).length === 2);
    expect(changes(proxy, first)).toEqual(['unhealthy', 'healthy']);
    expect(first.checks - checksBefore).toBe(2);
    await requests(proxy, 4);
    expect([first.requests, second.requests]).toEqual([4, 8]);
  });

  it('is not asked again once the proxy is closed', async () => {
    const { clock, proxy, first } = await scene({ healthCheck });
    await eventually(() => first.checks === 1);
    await proxy.close();
    clock.advance(60_000);
    expect(first.checks).toBe(1);
    expect(clock.pending).toBe(0);
  });
});

describe('an endpoint that answers badly', () => {
  it('is ejected after five failures in a row, and tried again after ten seconds', async () => {
    const { clock, proxy, first, second } = await scene({});
    first.status = 503;
    await requests(proxy, 10);
    await eventually(() => proxy.log.some(({ msg }) => msg === 'an endpoint is ejected'));
    expect(first.requests).toBe(5);
    expect(await requests(proxy, 10)).toEqual(new Set([200]));
    expect(first.requests).toBe(5);
    first.status = 200;
    clock.advance(10_000);
    const before = second.requests;
    expect(await requests(proxy, 4)).toEqual(new Set([200]));
    expect([first.requests, second.requests]).toEqual([7, before + 2]);
  });

  it('is not ejected where it is the only one', async () => {
    const { proxy, first, second } = await scene({});
    first.status = 503;
    second.status = 503;
    await requests(proxy, 20);
    await eventually(() => proxy.log.some(({ msg }) => msg === 'an endpoint is ejected'));
    expect(proxy.log.filter(({ msg }) => msg === 'an endpoint is ejected')).toHaveLength(1);
    expect(await requests(proxy, 4)).toEqual(new Set([503]));
  });
});

/** Lets time pass in steps, with what is under way done after each. */
async function advanceUntil(clock: FakeClock, stepMs: number, isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    clock.advance(stepMs);
    for (let turn = 0; turn < 200 && !isSo(); turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}
