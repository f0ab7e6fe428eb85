import { describe, expect, it } from 'vitest';
import { turns } from '../data-plane/forwarding/upstream-client/testing/turns.ts';
import { configOf, controlOf, service } from './testing/control-scene.ts';

const byDns = { hosts: undefined, discovery: { type: 'dns', name: 'shop.internal.', port: 80 } };
const checked = { healthCheck: { path: '/' } };

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(
    () => (settled = true),
    () => (settled = true),
  );
  await turns();
  return settled;
}

describe('start', () => {
  it('waits for the first answer of every source, and has told the data planes by then', async () => {
    const { control, link, sources } = controlOf(configOf([service('shop', byDns), service('plain')]));
    const started = control.start();
    expect(await isSettled(started)).toBe(false);
    sources[0]?.answer('10.1.0.1', '10.1.0.2');
    await started;
    expect(link.states('shop')).toEqual({ '10.1.0.1': {}, '10.1.0.2': {} });
    expect(link.endpoints.has('plain')).toBe(false);
    expect(link.isStarted).toBe(true);
  });

  it('goes on without one that does not answer', async () => {
    const { control, sources } = controlOf(configOf([service('shop', byDns)]));
    const started = control.start();
    await turns();
    sources[0]?.giveUp();
    await started;
    expect(control.service('shop')?.discovery).toMatchObject({ state: 'stale', lastAnswerAt: null });
  });

  it('begins to check what was found', async () => {
    const { control, sources, probing } = controlOf(configOf([service('shop', { ...byDns, ...checked })]));
    const started = control.start();
    await turns();
    expect(probing).toEqual([]);
    sources[0]?.answer('10.1.0.1');
    await started;
  });

  it('costs no timer for services without checks', async () => {
    const services = Array.from({ length: 100 }, (_, index) => service(`s${index}`));
    const { control, clock } = controlOf(configOf(services));
    await control.start();
    expect(clock.pending).toBe(0);
  });
});

describe('what a source says later', () => {
  it('goes to the data planes, and to the checks', async () => {
    const scene = controlOf(configOf([service('shop', { ...byDns, ...checked })]));
    const started = scene.control.start();
    await turns();
    scene.sources[0]?.answer('10.1.0.1', '10.1.0.2');
    await started;
    expect(scene.probing).toEqual(['10.1.0.1:80', '10.1.0.2:80']);
    scene.sources[0]?.answer('10.1.0.2', '10.1.0.3');
    expect(scene.link.states('shop')).toEqual({ '10.1.0.2': {}, '10.1.0.3': {} });
    expect(scene.probing).toEqual(['10.1.0.2:80', '10.1.0.3:80']);
  });
});

describe('apply', () => {
  it('leaves a service that is the same as it is, with all that is known of it', async () => {
    const scene = controlOf(configOf([service('shop', checked)]));
    await scene.control.start();
    scene.probed('10.0.0.1:80', 'refused');
    await scene.control.apply(configOf([service('shop', checked), service('other')]));
    expect(scene.link.calls).toEqual(['update shop', 'prepare', 'commit']);
    expect(scene.control.services().map(({ name }) => name)).toEqual(['shop', 'other']);
    expect(scene.control.service('shop')?.endpoints[0]?.health).toBe('unhealthy');
    expect(scene.probing).toEqual(['10.0.0.2:80', '10.0.0.3:80']);
  });

  it('gives a changed service its states with the configuration, and goes on checking', async () => {
    const scene = controlOf(configOf([service('shop', checked)]));
    await scene.control.start();
    scene.probed('10.0.0.1:80', 'refused');
    await scene.control.apply(configOf([service('shop', { ...checked, timeouts: { idle: '7s' } })]));
    expect(scene.link.calls).toEqual(['update shop', 'prepare', 'commit shop']);
    expect(scene.link.states('shop')).toEqual({
      '10.0.0.1': { health: 'unhealthy' },
      '10.0.0.2': {},
      '10.0.0.3': {},
    });
    expect(scene.probing).toEqual(['10.0.0.2:80', '10.0.0.3:80']);
  });

  it('begins anew with checks that are different, and keeps what is out until they know better', async () => {
    const scene = controlOf(configOf([service('shop', checked)]));
    await scene.control.start();
    scene.probed('10.0.0.1:80', 'refused');
    await scene.control.apply(configOf([service('shop', { healthCheck: { path: '/other' } })]));
    expect(scene.link.states('shop')['10.0.0.1']).toEqual({ health: 'unhealthy' });
    expect(scene.probing).toEqual(['10.0.0.1:80', '10.0.0.2:80', '10.0.0.3:80']);
    scene.probed('10.0.0.1:80', null);
    expect(scene.link.states('shop')['10.0.0.1']).toEqual({ health: 'healthy' });
  });

  it('gives a service its states again that another secret makes a new one', async () => {
    const sticky = service('shop', { ...byDns, loadBalancing: { sticky: {} } });
    const { control, link, sources } = controlOf(configOf([sticky], { secret: 'the-secret-of-before' }));
    const started = control.start();
    await turns();
    sources[0]?.answer('10.1.0.1');
    await started;
    control.drain('shop', '10.1.0.1:80');
    await control.apply(configOf([sticky], { secret: 'the-secret-of-now' }));
    expect(link.calls.at(-1)).toBe('commit shop');
    expect(link.states('shop')).toEqual({ '10.1.0.1': { drained: true } });
    expect(sources).toHaveLength(1);
  });

  it('ends the checks of a service that has none any more', async () => {
    const scene = controlOf(configOf([service('shop', checked)]));
    await scene.control.start();
    scene.probed('10.0.0.1:80', 'refused');
    await scene.control.apply(configOf([service('shop')]));
    expect(scene.probing).toEqual([]);
    expect(scene.clock.pending).toBe(0);
    expect(scene.control.service('shop')?.endpoints[0]?.health).toBe('unknown');
  });

  it('ends the checks and the source of a service that is gone', async () => {
    const scene = controlOf(configOf([service('shop', { ...byDns, ...checked })]));
    const started = scene.control.start();
    await turns();
    scene.sources[0]?.answer('10.1.0.1');
    await started;
    await scene.control.apply(configOf([service('other')]));
    expect(scene.probing).toEqual([]);
    expect(scene.sources[0]?.isClosed).toBe(true);
    expect(scene.control.service('shop')).toBe(null);
  });

  it('keeps the source of a service in which something else has changed', async () => {
    const scene = controlOf(configOf([service('shop', byDns)]));
    const started = scene.control.start();
    await turns();
    scene.sources[0]?.answer('10.1.0.1');
    await started;
    await scene.control.apply(configOf([service('shop', { ...byDns, timeouts: { idle: '7s' } })]));
    expect(scene.sources).toHaveLength(1);
    expect(scene.link.states('shop')).toEqual({ '10.1.0.1': {} });
  });

  it('waits for the first answer of a new source, and only then changes over', async () => {
    const scene = controlOf(configOf([service('shop', byDns)]));
    const started = scene.control.start();
    await turns();
    scene.sources[0]?.answer('10.1.0.1');
    await started;
    const elsewhere = { ...byDns, discovery: { ...byDns.discovery, name: 'elsewhere.internal.' } };
    const applied = scene.control.apply(configOf([service('shop', elsewhere)]));
    expect(await isSettled(applied)).toBe(false);
    expect(scene.link.calls.at(-1)).toBe('prepare');
    expect(scene.sources[0]?.isClosed).toBe(false);
    scene.sources[1]?.answer('10.2.0.1');
    await applied;
    expect(scene.link.calls.at(-1)).toBe('commit shop');
    expect(scene.link.states('shop')).toEqual({ '10.2.0.1': {} });
    expect(scene.sources[0]?.isClosed).toBe(true);
  });

  it('says after the change what came during it', async () => {
    const scene = controlOf(configOf([service('shop', checked)]));
    await scene.control.start();
    scene.link.duringCommit = () => {
      scene.probed('10.0.0.2:80', 'refused');
    };
    await scene.control.apply(configOf([service('shop', { ...checked, timeouts: { idle: '7s' } })]));
    expect(scene.link.calls).toEqual(['prepare', 'commit shop', 'update shop']);
    expect(scene.link.states('shop')['10.0.0.2']).toEqual({ health: 'unhealthy' });
  });

  it.each(['prepare', 'commit'] as const)('changes nothing when `%s` fails', async (step) => {
    const scene = controlOf(configOf([service('shop', { ...byDns, ...checked })]));
    const started = scene.control.start();
    await turns();
    scene.sources[0]?.answer('10.1.0.1');
    await started;
    scene.link.failure = { step, error: new Error('no') };
    const elsewhere = { ...byDns, discovery: { ...byDns.discovery, name: 'elsewhere.internal.' } };
    const applied = scene.control.apply(configOf([service('shop', elsewhere), service('new', byDns)]));
    const failed = applied.catch(String);
    await turns();
    for (const source of scene.sources.slice(1)) source.answer('10.9.0.1');
    expect(await failed).toBe('Error: no');
    expect(scene.control.services().map(({ name }) => name)).toEqual(['shop']);
    expect(scene.sources.map(({ isClosed }) => isClosed)).toEqual(
      step === 'prepare' ? [false] : [false, true, true],
    );
    scene.probed('10.1.0.1:80', 'refused');
    expect(scene.link.states('shop')).toEqual({ '10.1.0.1': { health: 'unhealthy' } });
  });

  it('does one after the other', async () => {
    const { control, link } = controlOf(configOf([service('a')]));
    await Promise.all([
      control.start(),
      control.apply(configOf([service('b')])),
      control.apply(configOf([service('c')])),
    ]);
    expect(link.calls).toEqual(['prepare', 'commit', 'prepare', 'commit']);
    expect(control.services().map(({ name }) => name)).toEqual(['c']);
  });

  it('goes on after one that failed', async () => {
    const scene = controlOf(configOf([service('a')]));
    scene.link.failure = { step: 'prepare', error: new Error('no') };
    await expect(scene.control.apply(configOf([service('b')]))).rejects.toThrow('no');
    scene.link.failure = null;
    await scene.control.apply(configOf([service('c')]));
    expect(scene.control.services().map(({ name }) => name)).toEqual(['c']);
  });

  it('neither checks nor looks up before `start`', async () => {
    const scene = controlOf(configOf([service('a')]));
    await scene.control.apply(configOf([service('a', { ...byDns, ...checked })]));
    expect(scene.sources[0]?.isStarted).toBe(false);
    expect(scene.probing).toEqual([]);
    expect(scene.clock.pending).toBe(0);
  });

  it('is refused once the proxy is shutting down', async () => {
    const { control, link } = controlOf(configOf([service('a')]));
    control.close();
    await expect(control.apply(configOf([service('b')]))).rejects.toThrow('the proxy is shutting down');
    expect(link.calls).toEqual([]);
  });
});

describe('close', () => {
  it('ends checks, sources, timers and the link', async () => {
    const scene = controlOf(configOf([service('shop', { ...byDns, ...checked }), service('other', checked)]));
    const started = scene.control.start();
    await turns();
    scene.sources[0]?.answer('10.1.0.1');
    await started;
    scene.probed('10.1.0.1:80', null);
    scene.control.close();
    expect(scene.probing).toEqual([]);
    expect(scene.sources[0]?.isClosed).toBe(true);
    expect(scene.link.isClosed).toBe(true);
    expect(scene.clock.pending).toBe(0);
  });

  it('may come while it starts', async () => {
    const scene = controlOf(configOf([service('shop', { ...byDns, ...checked })]));
    const started = scene.control.start();
    await turns();
    scene.control.close();
    await started;
    expect(scene.probing).toEqual([]);
    expect(scene.clock.pending).toBe(0);
  });

  it('may come while a configuration is applied', async () => {
    const scene = controlOf(configOf([service('shop')]));
    await scene.control.start();
    const applied = scene.control.apply(configOf([service('shop', { ...byDns, ...checked })]));
    const failed = applied.catch(String);
    await turns();
    scene.control.close();
    scene.sources[0]?.answer('10.1.0.1');
    expect(await failed).toBe('Error: the proxy is shutting down');
    expect(scene.sources[0]?.isClosed).toBe(true);
    expect(scene.link.calls).toEqual(['prepare', 'discard']);
    expect(scene.probing).toEqual([]);
  });
});
