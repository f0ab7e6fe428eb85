import { defineConfig } from '@hostler/config';
import type { Config } from '@hostler/config';
import { FakeClock } from '@hostler/test-kit';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { LocalLink } from '../control-plane/local-link.ts';
import { eventually, turns } from '../data-plane/forwarding/upstream-client/testing/turns.ts';
import { ClusterLink } from './cluster-link.ts';
import { LinkedWorker, planeOf } from './testing/linked-worker.ts';

const none = new Map();

/** Services `NAME.test` of three endpoints each, `10.0.0.1:80` to `10.0.0.3:80`. */
function configOf(names: readonly string[], settings: object = {}): Config {
  const hosts = [1, 2, 3].map((last) => ({ address: `10.0.0.${last}`, port: 80 }));
  const services = names.map((name) => ({ name, domain: `${name}.test`, hosts, ...settings }));
  return defineConfig({ proxy: { services } });
}

/** The states of one service's endpoints, in which all but one are drained. */
function only(last: number): { address: string; port: number; drained: boolean }[] {
  return [1, 2, 3].map((one) => ({ address: `10.0.0.${one}`, port: 80, drained: one !== last }));
}

/** A link with its own data plane and workers that have come up with the service `shop`. */
async function scene(count: number, config = configOf(['shop'])) {
  const clock = new FakeClock();
  const plane = planeOf(config);
  const log: string[] = [];
  const link = new ClusterLink(config, {
    local: new LocalLink(plane, clock),
    workers: count,
    logger: pino({ base: null, timestamp: false }, { write: (line: string) => log.push(line) }),
  });
  const gone: number[] = [];
  link.onGone((id) => gone.push(id));
  let lastId = 0;
  const join = (): LinkedWorker => new LinkedWorker(++lastId, clock);
  const workers = Array.from({ length: count }, join);
  await Promise.all(workers.map(({ remote }) => link.bringUp(remote)));
  const die = (worker: LinkedWorker): void => {
    worker.die();
    link.gone(worker.remote.id);
  };
  return { link, plane, workers, join, die, clock, log, gone };
}

/** Both workers of a scene. */
async function two(config?: Config) {
  const all = await scene(2, config);
  const [first, second] = all.workers;
  if (first === undefined || second === undefined) throw new Error('there are not two workers');
  return { ...all, first, second };
}

describe('a worker that comes up', () => {
  it('goes by what the primary goes by', async () => {
    const { first, second } = await two();
    expect([first.services, second.services]).toEqual([['shop'], ['shop']]);
  });

  it('keeps its part of the limits', async () => {
    const { first } = await two(configOf(['shop'], { limits: { maxInFlightPerEndpoint: 1 } }));
    const balancer = first.plane?.snapshot.services.get('shop')?.balancer;
    expect(balancer?.acquire([])).not.toBe('full');
    const { first: larger } = await two(configOf(['shop'], { limits: { maxInFlightPerEndpoint: 4 } }));
    const endpoints = larger.plane?.snapshot.services.get('shop')?.balancer;
    const leases = Array.from({ length: 7 }, () => endpoints?.acquire([]));
    // Three endpoints, two of four each.
    expect(leases.map((lease) => lease === 'full')).toEqual([
      ...Array.from({ length: 6 }, () => false),
      true,
    ]);
  });

  it('knows what was said of endpoints since the start, and of faults', async () => {
    const { link, join } = await scene(1);
    link.update('shop', only(2));
    const fault = { endpoint: '10.0.0.2:80', kind: 'hang' } as const;
    link.inject('shop', fault);
    const late = join();
    await link.bringUp(late.remote);
    await turns(1);
    expect(late.available('shop')).toEqual(['10.0.0.2:80']);
    expect(late.plane?.snapshot.services.get('shop')?.fault).toEqual(fault);
  });

  it('has the configuration that was committed last', async () => {
    const { link, join } = await scene(1);
    await link.commit(await link.prepare(configOf(['shop', 'cart'])), new Map([['cart', only(3)]]));
    const late = join();
    await link.bringUp(late.remote);
    expect(late.services).toEqual(['shop', 'cart']);
    expect(late.available('cart')).toEqual(['10.0.0.3:80']);
    expect(late.available('shop')).toHaveLength(3);
  });

  it('has nothing of a service that was configured anew since', async () => {
    const { link, join } = await scene(1);
    link.update('shop', only(2));
    link.inject('shop', { endpoint: '10.0.0.2:80', kind: 'hang' });
    await link.commit(await link.prepare(configOf(['shop'], { timeouts: { connect: '1s' } })), none);
    const late = join();
    await link.bringUp(late.remote);
    await turns(1);
    expect(late.available('shop')).toHaveLength(3);
    expect(late.plane?.snapshot.services.get('shop')?.fault).toBe(null);
  });

  it.each(['services', 'prepare', 'endpoints', 'commit'] as const)(
    'misses no change that comes while it is at %s',
    async (step) => {
      const { link, join } = await scene(1, configOf(['shop', 'cart']));
      link.update('shop', only(1));
      const late = join();
      late.mayHear = ({ kind }) => {
        if (kind === step) {
          link.update('shop', only(2));
          link.update('cart', only(3));
        }
        return true;
      };
      await link.bringUp(late.remote);
      await turns(2);
      expect(late.available('shop')).toEqual(['10.0.0.2:80']);
      expect(late.available('cart')).toEqual(['10.0.0.3:80']);
    },
  );

  it('waits while a configuration is prepared and not committed, and has that one then', async () => {
    const { link, join } = await scene(1);
    const id = await link.prepare(configOf(['cart']));
    const late = join();
    const up = link.bringUp(late.remote);
    await turns();
    expect(late.orders).toEqual([]);
    await link.commit(id, none);
    await up;
    expect(late.services).toEqual(['cart']);
  });

  it('that dies on the way keeps nobody', async () => {
    const { link, join, die } = await scene(1);
    const late = join();
    late.mayHear = () => false;
    const up = link.bringUp(late.remote);
    await turns(2);
    die(late);
    await expect(up).rejects.toThrow('worker 2 is gone');
    await link.commit(await link.prepare(configOf(['cart'])), none);
  });

  it('is ended when it hangs', async () => {
    const { link, join, clock } = await scene(1);
    const late = join();
    late.mayHear = ({ kind }) => kind !== 'prepare';
    const up = link.bringUp(late.remote);
    await eventually(() => late.orders.length === 2);
    await turns(2);
    clock.advance(30_000);
    expect(late.isKilled).toBe(true);
    late.die();
    await expect(up).rejects.toThrow('worker 2 is gone');
  });
});

describe('a configuration', () => {
  it('is compiled by all before any of them goes by it', async () => {
    const { link, plane, first, second } = await two();
    const id = await link.prepare(configOf(['shop', 'cart']));
    for (const orders of [first.orders, second.orders]) expect(orders.at(-1)).toBe('prepare');
    expect([first.services, second.services]).toEqual([['shop'], ['shop']]);
    expect(await link.commit(id, new Map([['cart', only(1)]]))).toMatchObject({ added: ['cart'], kept: 1 });
    for (const services of [first.services, second.services, [...plane.snapshot.services.keys()]])
      expect(services).toEqual(['shop', 'cart']);
    for (const worker of [first, second]) expect(worker.available('cart')).toEqual(['10.0.0.1:80']);
  });

  it('comes in slices when it is large, and services that are the same stay', async () => {
    const names = Array.from({ length: 450 }, (_, index) => `service-${index}`);
    const { link, first } = await two(configOf(names));
    const before = first.plane?.snapshot.services.get('service-7');
    first.orders.length = 0;
    const change = await link.commit(await link.prepare(configOf([...names, 'one-more'])), none);
    expect(change).toMatchObject({ added: ['one-more'], kept: 450 });
    expect(first.orders).toEqual(['head', 'services', 'services', 'services', 'prepare', 'commit']);
    expect(first.plane?.snapshot.services.get('service-7')).toBe(before);
    expect(first.services).toHaveLength(451);
  });

  it('is not used anywhere when one cannot compile it', async () => {
    const { link, plane, first, second } = await two();
    second.failure = 'out of memory';
    await expect(link.prepare(configOf(['cart']))).rejects.toThrow('worker 2: out of memory');
    await turns(2);
    expect([first.orders.at(-1), second.orders.at(-1)]).toEqual(['discard', 'discard']);
    expect([first.services, second.services, [...plane.snapshot.services.keys()]]).toEqual([
      ['shop'],
      ['shop'],
      ['shop'],
    ]);
    await link.commit(await link.prepare(configOf(['cart'])), none);
    expect([first.services, second.services]).toEqual([['cart'], ['cart']]);
  });

  it.each(['head', 'prepare', 'endpoints', 'commit'] as const)(
    'does not wait for a worker that dies at %s',
    async (step) => {
      const { link, first, second, die, gone } = await two();
      second.mayHear = ({ kind }) => {
        if (kind === step) die(second);
        return kind !== step;
      };
      const change = await link.commit(await link.prepare(configOf(['cart'])), new Map([['cart', only(1)]]));
      expect(change).toMatchObject({ added: ['cart'], removed: ['shop'] });
      expect(first.services).toEqual(['cart']);
      expect(gone).toEqual([2]);
    },
  );

  it('ends a worker that does not go by it', async () => {
    const { link, first, second, log } = await two();
    const id = await link.prepare(configOf(['cart']));
    // It has prepared nothing, as far as it knows.
    second.remote.discard();
    await link.commit(id, none);
    expect(first.services).toEqual(['cart']);
    expect([first.isKilled, second.isKilled]).toEqual([false, true]);
    expect(log).toEqual([expect.stringContaining('worker 2: there is no configuration to commit')]);
  });

  it('that was prepared before another one cannot be committed', async () => {
    const { link, first } = await two();
    const id = await link.prepare(configOf(['first']));
    const next = await link.prepare(configOf(['second']));
    await expect(link.commit(id, none)).rejects.toThrow('another configuration was prepared since');
    await link.commit(next, none);
    expect(first.services).toEqual(['second']);
  });

  it('that is discarded leaves everything as it was', async () => {
    const { link, first } = await two();
    const id = await link.prepare(configOf(['cart']));
    link.discard(id);
    await turns(1);
    expect(first.orders.at(-1)).toBe('discard');
    await expect(link.commit(id, none)).rejects.toThrow('another configuration was prepared since');
    await link.commit(await link.prepare(configOf(['shop', 'cart'])), none);
    expect(first.services).toEqual(['shop', 'cart']);
  });
});

describe('a change', () => {
  it('of endpoints reaches all', async () => {
    const { link, plane, first, second } = await two();
    link.update('shop', only(3));
    await turns(1);
    expect([first.available('shop'), second.available('shop')]).toEqual([['10.0.0.3:80'], ['10.0.0.3:80']]);
    const [drained] = plane.snapshot.services.get('shop')?.balancer.endpoints ?? [];
    expect(drained?.drained).toBe(true);
  });

  it('of endpoints between two steps of a reload is not lost', async () => {
    const { link, first } = await two();
    const id = await link.prepare(configOf(['shop', 'cart']));
    link.update('shop', only(3));
    await link.commit(id, new Map([['cart', only(1)]]));
    expect([first.available('shop'), first.available('cart')]).toEqual([['10.0.0.3:80'], ['10.0.0.1:80']]);
  });

  it('by a fault reaches all, and ends in all', async () => {
    const { link, first, second } = await two();
    const fault = { endpoint: '10.0.0.1:80', kind: 'refuse' } as const;
    const faults = (): unknown[] =>
      [first, second].map((worker) => worker.plane?.snapshot.services.get('shop')?.fault);
    link.inject('shop', fault);
    await turns(1);
    expect(faults()).toEqual([fault, fault]);
    link.inject('shop', null);
    await turns(1);
    expect(faults()).toEqual([null, null]);
  });
});

describe('reports', () => {
  it('come from each worker every 100 ms, and go on with another configuration', async () => {
    const { link, first } = await two();
    const count = (): number => first.messages.filter(({ kind }) => kind === 'report').length;
    const stats = (): void => first.plane?.snapshot.services.get('shop')?.stats.retried();
    stats();
    first.clock.advance(100);
    await turns(1);
    expect(count()).toBe(1);
    await link.commit(await link.prepare(configOf(['shop', 'cart'])), none);
    stats();
    first.clock.advance(100);
    await turns(1);
    expect(count()).toBe(2);
  });

  it('are told with the number of their worker', async () => {
    const { link } = await two();
    const heard: number[] = [];
    link.onReport((id) => heard.push(id));
    link.report(2, { services: [] });
    expect(heard).toEqual([2]);
  });
});
