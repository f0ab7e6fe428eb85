import { defineConfig } from '@hostler/config';
import type { Config } from '@hostler/config';
import { FakeClock } from '@hostler/test-kit';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { DataPlane } from './data-plane.ts';
import { Slices } from './slices.ts';
import type { ServiceStats } from './stats/service-stats.ts';

function service(name: string, settings: object = {}): object {
  return { name, domain: `${name}.test`, hosts: [{ address: '192.0.2.1', port: 1 }], ...settings };
}

function configOf(services: readonly object[], settings: object = {}): Config {
  return defineConfig({ proxy: { services, ...settings } });
}

function planeOf(services: readonly object[], settings: object = {}): DataPlane {
  return new DataPlane(configOf(services, settings), {
    clock: new FakeClock(),
    random: () => 0,
    logger: pino({ enabled: false }),
    accessLog: () => null,
  });
}

function statsOf(plane: DataPlane, name: string): ServiceStats {
  const found = plane.snapshot.services.get(name);
  if (found === undefined) throw new Error(`no service ${name}`);
  return found.stats;
}

describe('prepare and commit', () => {
  it('name exactly what they changed', async () => {
    const plane = planeOf([service('same'), service('gone'), service('other')]);
    const next = configOf([service('other', { timeouts: { idle: '7s' } }), service('same'), service('new')]);
    expect(plane.commit(await plane.prepare(next))).toEqual({
      added: ['new'],
      removed: ['gone'],
      changed: ['other'],
      kept: 1,
      restartRequired: [],
    });
    expect([...plane.snapshot.services.keys()]).toEqual(['other', 'same', 'new']);
    expect(plane.snapshot.router.match('new.test', '/', '')).toMatchObject({ kind: 'route' });
    expect(plane.snapshot.router.match('gone.test', '/', '')).toEqual({ kind: 'no-host' });
  });

  it('keep the very object of a service that is the same', async () => {
    const plane = planeOf([service('same'), service('other')]);
    const before = plane.snapshot;
    plane.commit(await plane.prepare(configOf([service('other', { default: true }), service('same')])));
    expect(plane.snapshot.services.get('same')).toBe(before.services.get('same'));
    expect(plane.snapshot.services.get('other')).not.toBe(before.services.get('other'));
  });

  it('leave the snapshot that requests began with as it was', async () => {
    const plane = planeOf([service('gone')]);
    const before = plane.snapshot;
    plane.commit(await plane.prepare(configOf([service('new')])));
    expect(before.router.match('gone.test', '/', '')).toMatchObject({ kind: 'route' });
    expect(before.router.match('new.test', '/', '')).toEqual({ kind: 'no-host' });
  });

  it('change nothing before the commit', async () => {
    const plane = planeOf([service('old')]);
    const before = plane.snapshot;
    plane.discard(await plane.prepare(configOf([service('new')])));
    expect(plane.snapshot).toBe(before);
  });

  it('refuse what was prepared against a configuration that is gone', async () => {
    const plane = planeOf([service('old')]);
    const late = await plane.prepare(configOf([service('late')]));
    plane.commit(await plane.prepare(configOf([service('new')])));
    expect(() => plane.commit(late)).toThrow('no longer in use');
    expect([...plane.snapshot.services.keys()]).toEqual(['new']);
  });

  it('build sticky services anew when what signs their cookies changed, and no others', async () => {
    const services = [service('plain'), service('sticky', { loadBalancing: { sticky: {} } })];
    const plane = planeOf(services, { secret: 'the-secret-of-before' });
    const change = plane.commit(await plane.prepare(configOf(services, { secret: 'the-secret-of-now' })));
    expect(change).toMatchObject({ changed: ['sticky'], kept: 1 });
  });

  it('let others work while many services are compiled', async () => {
    const plane = planeOf([service('old')]);
    const many = configOf(['a', 'b', 'c'].map((name) => service(name)));
    let turns = 0;
    let done = false;
    const turn = (): void => {
      turns += 1;
      if (!done) setImmediate(turn);
    };
    setImmediate(turn);
    const prepared = await plane.prepare(many, new Slices(0));
    done = true;
    expect(turns).toBe(3);
    expect(plane.commit(prepared).added).toEqual(['a', 'b', 'c']);
  });
});

describe('collect', () => {
  const ended = { status: 200, error: null };

  it('reports on services that have something new, and once', () => {
    const plane = planeOf([service('busy'), service('idle')]);
    statsOf(plane, 'busy').requestStarted();
    expect(plane.collect().services).toMatchObject([{ name: 'busy', inFlight: 1, requests: 0 }]);
    expect(plane.collect()).toEqual({ services: [] });
  });

  it('counts what began before a service was built anew with what began since, in one report', async () => {
    const plane = planeOf([service('shop')]);
    const before = statsOf(plane, 'shop');
    before.requestStarted();
    before.requestStarted();
    plane.commit(await plane.prepare(configOf([service('shop', { timeouts: { idle: '7s' } })])));
    statsOf(plane, 'shop').requestStarted();
    expect(plane.collect().services).toMatchObject([{ name: 'shop', inFlight: 3, requests: 0 }]);
    before.requestEnded(ended, 1);
    expect(plane.collect().services).toMatchObject([{ name: 'shop', inFlight: 2, requests: 1 }]);
    before.requestEnded(ended, 1);
    expect(plane.collect().services).toMatchObject([{ name: 'shop', inFlight: 1, requests: 1 }]);
    statsOf(plane, 'shop').requestEnded(ended, 1);
    expect(plane.collect().services).toMatchObject([{ name: 'shop', inFlight: 0, requests: 1 }]);
  });

  it('counts the last requests of a service that was removed', async () => {
    const plane = planeOf([service('gone')]);
    const gone = statsOf(plane, 'gone');
    gone.requestStarted();
    plane.commit(await plane.prepare(configOf([service('new')])));
    gone.requestEnded(ended, 1);
    expect(plane.collect().services).toMatchObject([{ name: 'gone', inFlight: 0, requests: 1 }]);
  });
});

describe('what needs a restart', () => {
  it.each([
    { setting: 'proxy.listen', settings: { listen: { port: 1 } } },
    { setting: 'proxy.admin', settings: { admin: false } },
    { setting: 'proxy.workers', settings: { workers: 2 } },
  ])('is named: $setting', async ({ setting, settings }) => {
    const plane = planeOf([service('shop')]);
    const change = plane.commit(await plane.prepare(configOf([service('shop')], settings)));
    expect(change).toEqual({ added: [], removed: [], changed: [], kept: 1, restartRequired: [setting] });
  });

  it('is named until it is what the process started with', async () => {
    const plane = planeOf([service('shop')]);
    const elsewhere = { listen: { port: 1 } };
    const required: (readonly string[])[] = [];
    for (const settings of [elsewhere, { ...elsewhere, via: 'renamed' }, {}]) {
      const prepared = await plane.prepare(configOf([service('shop')], settings));
      required.push(plane.commit(prepared).restartRequired);
    }
    expect(required).toEqual([['proxy.listen'], ['proxy.listen'], []]);
  });
});
