import { rmSync } from 'node:fs';
import { defineConfig } from '@hostler/config';
import type { Config } from '@hostler/config';
import { FakeClock } from '@hostler/test-kit';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { ConfigChange } from '../../data-plane/config-change.ts';
import { DataPlane } from '../../data-plane/data-plane.ts';
import { ConfigManager } from './config-manager.ts';
import type { ConfigManagerParts } from './config-manager.ts';
import { loadInThread } from './load-in-thread.ts';
import { configFileOf, service } from './testing/config-file.ts';

interface Managed {
  readonly manager: ConfigManager;
  readonly plane: DataPlane;
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** Writes the file that the manager loads. */
  readonly write: (proxy: object | string) => void;
  readonly remove: () => void;
}

const start = Date.UTC(2025, 0, 1);

/** A manager in front of a real data plane, and of a real file unless `parts` says otherwise. */
function managed(proxy: object, parts: Partial<ConfigManagerParts> = {}): Managed {
  const { file, write: writeFile } = configFileOf(proxy);
  const config = defineConfig({ proxy: { services: [service('shop')], ...proxy } });
  const log: Record<string, unknown>[] = [];
  const write = (text: string): void => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every line of the log is one JSON object
    log.push(JSON.parse(text) as Record<string, unknown>);
  };
  const logger = pino({ base: null, timestamp: false }, { write });
  const clock = new FakeClock();
  const plane = new DataPlane(config, { clock, random: () => 0, logger, accessLog: () => null });
  const manager = new ConfigManager(config, {
    load: (present, signal) => loadInThread(file, { present, signal }),
    apply: async (next) => plane.commit(await plane.prepare(next)),
    logger,
    clock,
    dateMs: () => start + clock.now(),
    ...parts,
  });
  return {
    manager,
    plane,
    log,
    write: writeFile,
    remove: () => {
      rmSync(file);
    },
  };
}

const shop = { services: [service('shop')] };
const shopAndNew = { services: [service('shop'), service('new')] };

const onlyNew: ConfigChange = { added: ['new'], removed: [], changed: [], kept: 1, restartRequired: [] };

describe('a reload', () => {
  it('puts to use what the file says by now', async () => {
    const { manager, plane, log, write } = managed(shop);
    const before = manager.current;
    write(shopAndNew);
    const result = await manager.reload('signal');
    expect(result).toMatchObject({
      ok: true,
      outcome: 'applied',
      trigger: 'signal',
      version: 2,
      changed: onlyNew,
    });
    expect([...plane.snapshot.services.keys()]).toEqual(['shop', 'new']);
    expect(manager.current).toMatchObject({
      version: 2,
      config: { services: [{ name: 'shop' }, { name: 'new' }] },
    });
    expect(manager.current.hash).not.toBe(before.hash);
    expect(manager.current.hash).toMatch(/^[0-9a-f]{12}$/);
    expect(manager.lastResult).toBe(result);
    expect(manager.reloads).toEqual({ applied: 1, unchanged: 0, invalid: 0, 'tests-failed': 0, failed: 0 });
    expect(log).toMatchObject([
      {
        level: 30,
        version: 2,
        trigger: 'signal',
        added: 1,
        kept: 1,
        services: ['new'],
        msg: 'configuration applied',
      },
    ]);
  });

  it('touches nothing when the file means the same', async () => {
    const { manager, plane, log, write } = managed(shop);
    const { snapshot } = plane;
    write(
      `# moved\nproxy:\n  services: [{ domain: shop.test, name: shop, hosts: [{ port: '80', address: shop.internal }] }]\n`,
    );
    expect(await manager.reload('file')).toMatchObject({
      ok: true,
      outcome: 'unchanged',
      version: 1,
      hash: manager.current.hash,
      changed: { added: [], removed: [], changed: [], kept: 1, restartRequired: [] },
    });
    expect(plane.snapshot).toBe(snapshot);
    expect(manager.history).toHaveLength(1);
    expect(log).toMatchObject([{ level: 30, msg: 'the configuration says what it said before' }]);
  });

  it('keeps what is in use when the file is invalid, and says every mistake once', async () => {
    const { manager, plane, log, write } = managed(shop);
    const { snapshot } = plane;
    write('proxy:\n  listen: { port: 70000 }\n  via: "a b"\n  services: []\n');
    const result = await manager.reload('file');
    expect(result).toMatchObject({
      ok: false,
      outcome: 'invalid',
      errors: [
        expect.stringContaining(':2:19 proxy.listen.port'),
        expect.stringContaining(':3:8 proxy.via'),
        expect.stringContaining(':4:13 proxy.services'),
      ],
      failedTests: [],
    });
    await manager.reload('file');
    expect(plane.snapshot).toBe(snapshot);
    expect(manager.current.version).toBe(1);
    expect(manager.reloads).toMatchObject({ invalid: 2, applied: 0 });
    const msg = 'the configuration is invalid; the one before stays in use';
    expect(log).toEqual([
      { level: 50, trigger: 'file', errors: result.ok ? [] : result.errors, msg },
      { level: 50, trigger: 'file', sameErrorsAsBefore: 3, msg },
    ]);
  });

  it('fails when the file has vanished, and works again once it is back', async () => {
    const { manager, write, remove } = managed(shop);
    remove();
    expect(await manager.reload('file')).toMatchObject({
      ok: false,
      errors: [expect.stringContaining('no such file')],
    });
    write(shopAndNew);
    expect(await manager.reload('file')).toMatchObject({ ok: true, outcome: 'applied' });
  });

  it('does not take effect when a test of the configuration fails', async () => {
    const { manager, plane, log, write } = managed(shop);
    const test = { name: 'the shop', request: { url: 'http://shop.test/' }, expect: { service: 'new' } };
    write({ ...shopAndNew, tests: [test] });
    expect(await manager.reload('api')).toMatchObject({
      ok: false,
      outcome: 'tests-failed',
      errors: ['proxy.tests[0] the shop: service: expected new, got shop'],
      failedTests: [{ name: 'the shop', index: 0, differences: ['service: expected new, got shop'] }],
    });
    expect([...plane.snapshot.services.keys()]).toEqual(['shop']);
    expect(log).toMatchObject([
      { level: 50, msg: 'tests of the configuration fail; the one before stays in use' },
    ]);
  });

  it.each([
    { name: 'cannot be loaded', parts: { load: () => Promise.reject(new Error('out of threads')) } },
    { name: 'cannot be put to use', parts: { apply: () => Promise.reject(new Error('out of threads')) } },
  ])('is a failed one when it $name', async ({ parts }) => {
    const { manager, write } = managed(shop, parts);
    write(shopAndNew);
    expect(await manager.reload('api')).toMatchObject({
      ok: false,
      outcome: 'failed',
      errors: ['out of threads'],
    });
    expect(manager.current.version).toBe(1);
  });

  it('warns of what only a restart brings into effect', async () => {
    const { manager, log, write } = managed(shop);
    write({ ...shop, listen: { port: 1 }, workers: 2 });
    expect(await manager.reload('file')).toMatchObject({
      changed: { restartRequired: ['proxy.listen', 'proxy.workers'] },
    });
    expect(log[1]).toMatchObject({ level: 40, settings: ['proxy.listen', 'proxy.workers'] });
    expect(await manager.reload('file')).toMatchObject({
      outcome: 'unchanged',
      changed: { kept: 1, restartRequired: ['proxy.listen', 'proxy.workers'] },
    });
  });

  it('knows when it last went well', async () => {
    const { manager, write } = managed(shop);
    expect(manager.lastSuccessAtMs).toBe(start);
    write('proxy: 1');
    await manager.reload('file');
    expect(manager.lastSuccessAtMs).toBe(start);
  });
});

describe('several at a time', () => {
  it('are one after the other, and all that come meanwhile are one', async () => {
    const loads: PromiseWithResolvers<void>[] = [];
    const begun = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { manager } = managed(shop, {
      load: async (present) => {
        const finish = Promise.withResolvers<void>();
        begun[loads.push(finish) - 1]?.resolve();
        await finish.promise;
        return { ok: true, config: present, hash: `${loads.length}`, warnings: [], failedTests: [] };
      },
    });
    const first = manager.reload('file');
    await begun[0]?.promise;
    const second = manager.reload('signal');
    const third = manager.reload('api');
    expect(third).toBe(second);
    expect(loads).toHaveLength(1);
    loads[0]?.resolve();
    expect(await first).toMatchObject({ version: 2, trigger: 'file' });
    await begun[1]?.promise;
    loads[1]?.resolve();
    expect(await second).toMatchObject({ version: 3, trigger: 'signal' });
    expect(loads).toHaveLength(2);
  });

  it('end with the proxy', async () => {
    const { manager } = managed(shop);
    const running = manager.reload('file');
    await manager.close();
    expect(await running).toMatchObject({ outcome: 'failed', errors: ['the proxy is shutting down'] });
    expect(await manager.reload('file')).toMatchObject({ outcome: 'failed' });
  });
});

describe('a configuration from code', () => {
  const other = (settings: object = {}): Config => defineConfig({ proxy: { ...shopAndNew, ...settings } });

  it('is applied and remembered like one from a file', async () => {
    const { manager, plane } = managed(shop, { load: null });
    expect(await manager.apply(other())).toMatchObject({
      outcome: 'applied',
      trigger: 'code',
      changed: onlyNew,
    });
    expect([...plane.snapshot.services.keys()]).toEqual(['shop', 'new']);
    expect(await manager.apply(other())).toMatchObject({ outcome: 'unchanged', version: 2 });
  });

  it('cannot be read again', async () => {
    const { manager } = managed(shop, { load: null });
    expect(await manager.reload('api')).toMatchObject({
      outcome: 'failed',
      errors: ['the configuration came from code: there is no file to read again'],
    });
  });
});

describe('the history', () => {
  it('tells who changed what, without secrets, the latest first', async () => {
    const { manager } = managed({ ...shop, secret: 'the-secret-of-before' });
    const initial = manager.current;
    const secret = 'the-secret-of-now';
    await manager.apply(
      defineConfig({
        proxy: { secret, services: [service('shop', { timeouts: { idle: '7s' } }), service('new')] },
      }),
    );
    expect(manager.history).toEqual([
      {
        version: 2,
        hash: manager.current.hash,
        appliedAt: '2025-01-01T00:00:00.000Z',
        trigger: 'code',
        diff: {
          global: [{ path: 'secret', before: '[redacted]', after: '[redacted]' }],
          services: {
            added: ['new'],
            removed: [],
            changed: [{ name: 'shop', fields: [{ path: 'timeouts.idleMs', before: 60_000, after: 7_000 }] }],
            alsoChanged: [],
          },
        },
      },
      {
        version: 1,
        hash: initial.hash,
        appliedAt: '2025-01-01T00:00:00.000Z',
        trigger: 'start',
        diff: null,
      },
    ]);
  });

  it('goes back twenty configurations', async () => {
    const { manager } = managed(shop);
    for (let version = 2; version <= 22; version++) {
      await manager.apply(defineConfig({ proxy: { ...shop, via: `via-${version}` } }));
    }
    expect(manager.history.map(({ version }) => version)).toEqual(
      Array.from({ length: 20 }, (_, index) => 22 - index),
    );
  });
});
