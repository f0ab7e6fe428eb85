import { getEventListeners } from 'node:events';
import { rmSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { defineConfig, loadConfig } from '@hostler/config';
import type { Config } from '@hostler/config';
import { describe, expect, it, vi } from 'vitest';
import { configHash } from './config-hash.ts';
import { loadInThread } from './load-in-thread.ts';
import { configFileOf, service } from './testing/config-file.ts';

function loadedHere(file: string): Config {
  const result = loadConfig({ file }, process.env);
  if (!result.ok) throw new Error('not valid');
  return result.config;
}

describe('a valid file', () => {
  it('gives what loading it here gives, frozen', async () => {
    const { file } = configFileOf({
      services: [service('a'), service('b')],
      via: 'edge',
      trustedProxies: ['::1'],
    });
    const loading = await loadInThread(file);
    const config = loadedHere(file);
    expect(loading).toEqual({ ok: true, config, hash: configHash(config), warnings: [], failedTests: [] });
    if (!loading.ok) return;
    expect(Object.isFrozen(loading.config.services)).toBe(true);
    expect(Object.isFrozen(loading.config.services[0]?.timeouts)).toBe(true);
    expect(Object.isFrozen(loading.config.trustedProxies)).toBe(true);
  });

  it('comes over whole and in order when it takes several slices', async () => {
    const names = Array.from({ length: 450 }, (_, index) => `service-${index}`);
    const { file } = configFileOf({ services: names.map((name) => service(name)) });
    const loading = await loadInThread(file);
    expect(loading.ok && loading.config.services.map(({ name }) => name)).toEqual(names);
  });

  it('shares what is in use already', async () => {
    const { file, write } = configFileOf({ services: [service('same'), service('other')] });
    const present = loadedHere(file);
    write({ services: [service('other', { default: true }), service('same')] });
    const loading = await loadInThread(file, { present });
    expect(loading.ok && loading.config.services[1]).toBe(present.services[0]);
    expect(loading.ok && loading.config.services[0]).toMatchObject({ name: 'other', default: true });
  });

  it('is tested by its own tests, and looked through for what is hardly meant', async () => {
    const tests = [
      { name: 'good', request: { url: 'http://a.test/' }, expect: { service: 'a' } },
      { name: 'bad', request: { url: 'http://b.test/' }, expect: { service: 'a' } },
    ];
    const hosts = [{ address: 'a.internal', port: 80 }];
    const { file } = configFileOf({ services: [service('a'), service('b', { hosts })], tests });
    expect(await loadInThread(file)).toMatchObject({
      failedTests: [{ name: 'bad', index: 1, differences: ['service: expected a, got b'] }],
      warnings: [expect.stringContaining(`${file}:1:`)],
    });
  });

  it('has the environment of this process', async () => {
    process.env['HOSTLER_TEST_VIA'] = 'from-here';
    const { file } = configFileOf({ services: [service('a')], via: '${HOSTLER_TEST_VIA}' });
    expect(await loadInThread(file)).toMatchObject({ config: { via: 'from-here' } });
  });
});

describe('a load that is over', () => {
  it('keeps nothing of what was in use before', async () => {
    const { file } = configFileOf({ services: [service('a')] });
    const giveUp = new AbortController();
    const load = async (): Promise<WeakRef<Config>> => {
      const present = loadedHere(file);
      await loadInThread(file, { present, signal: giveUp.signal });
      return new WeakRef(present);
    };
    const before = await load();
    expect(getEventListeners(giveUp.signal, 'abort')).toEqual([]);
    setFlagsFromString('--expose-gc');
    await vi.waitFor(() => {
      runInNewContext('gc()');
      expect(before.deref() === undefined).toBe(true);
    });
  });
});

describe('the hash', () => {
  it('is that of the meaning, not of the text', async () => {
    const { file, write } = configFileOf(
      'proxy:\n  via: edge # ours\n  services:\n    - { name: a, domain: A.test, hosts: [{ address: a.internal, port: "80" }] }\n',
    );
    const first = await loadInThread(file);
    write({
      services: [{ hosts: [{ port: 80, address: 'a.internal' }], name: 'a', domain: 'a.test' }],
      via: 'edge',
    });
    const second = await loadInThread(file);
    expect(first.ok && second.ok && first.hash === second.hash).toBe(true);
  });

  it.each([
    { name: 'a setting of the whole proxy', settings: { via: 'other' } },
    { name: 'a secret', settings: { secret: 'of-at-least-sixteen-characters' } },
    { name: 'a service', settings: { services: [service('a'), service('b')] } },
    { name: 'a setting of a service', settings: { services: [service('a', { timeouts: { idle: '7s' } })] } },
  ])('changes with $name', ({ settings }) => {
    const hashOf = (proxy: object): string =>
      configHash(defineConfig({ proxy: { services: [service('a')], ...proxy } }));
    expect(hashOf(settings)).not.toBe(hashOf({}));
  });
});

describe('a file that cannot be used', () => {
  it('gives every mistake with its place', async () => {
    const { file } = configFileOf(
      'proxy:\n  listen: { port: 70000 }\n  services:\n    - { name: a, hosts: [] }\n',
    );
    const loading = await loadInThread(file);
    expect(loading).toEqual({
      ok: false,
      errors: [
        expect.stringContaining(`${file}:2:19 proxy.listen.port: got 70000`),
        expect.stringContaining(`${file}:4:7 proxy.services[0]`),
        expect.stringContaining(`${file}:4:25 proxy.services[0].hosts`),
      ],
    });
  });

  it('may have vanished', async () => {
    const { file } = configFileOf({ services: [service('a')] });
    rmSync(file);
    expect(await loadInThread(file)).toEqual({
      ok: false,
      errors: [expect.stringMatching(/^\S+config\.yaml: got no such file/)],
    });
  });

  it('is not waited for longer than the limit', async () => {
    const { file } = configFileOf({ services: [service('a')] });
    await expect(loadInThread(file, { timeoutMs: 0 })).rejects.toThrow('timeout');
  });

  it('is given up when nobody wants it any more', async () => {
    const { file } = configFileOf({ services: [service('a')] });
    const giveUp = new AbortController();
    const loading = loadInThread(file, { signal: giveUp.signal });
    giveUp.abort(new Error('no longer wanted'));
    await expect(loading).rejects.toThrow('no longer wanted');
  });
});
