import { setInterval } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { describeContainers } from '../setup/describe-containers.ts';
import { createConfigDirectory } from '../stack/config-directory.ts';
import type { ConfigDirectory } from '../stack/config-directory.ts';
import { startDownstream } from '../stack/downstream.ts';
import type { Downstream } from '../stack/downstream.ts';
import { openSockets } from '../stack/open-sockets.ts';
import { startProxy } from '../stack/proxy.ts';
import type { Proxy, ProxyConfig } from '../stack/proxy.ts';
import { eventually } from '../traffic/eventually.ts';
import { mixed, slowed } from '../traffic/kinds.ts';
import { startLoad } from '../traffic/load.ts';
import { failures, repeated } from '../traffic/verdict.ts';
import { echo, openWebSocket } from '../traffic/web-socket.ts';

const RELOADS = 60;
const EVERY_MS = 1_000;
const SERVICES = ['changed', 'kept'] as const;

describeContainers('a proxy that is reloaded every second', () => {
  let instances: readonly Downstream[];
  let directory: ConfigDirectory;
  let proxy: Proxy;
  let socketsAtStart: number;
  beforeAll(async () => {
    instances = await Promise.all(
      SERVICES.flatMap((service) => [1, 2].map((n) => startDownstream(service, `${service}-${n}`))),
    );
    directory = await createConfigDirectory(version(0));
    proxy = await startProxy({ config: directory });
    socketsAtStart = await openSockets(proxy);
    return async () => {
      await Promise.all([proxy, ...instances].map(({ engine }) => engine.remove()));
      await directory.remove();
    };
  });

  /** One of ever new configurations: one service is another one each time, the other stays what it is. */
  function version(n: number): ProxyConfig {
    const hosts = (service: string): object[] =>
      instances.filter((at) => at.service === service).map(({ endpoint }) => endpoint);
    return {
      accessLog: { enabled: false },
      services: [
        { name: 'kept', domain: 'kept.test', hosts: hosts('kept') },
        // Its settings change, the order of its endpoints, and every other time whether it has the second one.
        {
          name: 'changed',
          domain: 'changed.test',
          timeouts: { responseHeader: `${20 + n}s` },
          hosts: n % 2 === 0 ? hosts('changed').toReversed() : hosts('changed').slice(0, 1),
        },
      ],
    };
  }

  it('cuts no WebSocket and fails no request', { timeout: 2 * RELOADS * EVERY_MS }, async () => {
    const sockets = await Promise.all(
      SERVICES.flatMap((service) =>
        Array.from({ length: 4 }, () => openWebSocket(proxy.origin, `${service}.test`)),
      ),
    );
    const loads = SERVICES.map((service) =>
      startLoad({
        target: proxy.origin,
        host: `${service}.test`,
        workers: 3,
        kinds: slowed(mixed, '30ms'),
      }),
    );

    let reloads = 0;
    for await (const _ of setInterval(EVERY_MS)) {
      reloads += 1;
      await directory.swap(version(reloads));
      // Told as well as noticed: either may come first, and the other one then finds nothing new.
      if (reloads % 3 === 0) await proxy.engine.signal('SIGHUP');
      await eventually(async () => expect((await proxy.admin.config()).version).toBe(1 + reloads));
      const echoes = await Promise.all(sockets.map(({ socket }) => echo(socket, `reload ${reloads}`)));
      expect(echoes.map(({ data }) => String(data))).toEqual(sockets.map(() => `reload ${reloads}`));
      if (reloads === RELOADS) break;
    }

    const sent = (await Promise.all(loads.map((load) => load.stop()))).flat();
    expect(failures(sent)).toEqual({});
    expect(await repeated(sent, instances)).toEqual({});
    expect(sockets.map(({ socket }) => socket.readyState)).toEqual(sockets.map(({ socket }) => socket.OPEN));
  });

  it('keeps its configuration when the next one is broken, and says so', async () => {
    const { version: before } = await proxy.admin.config();
    await directory.swap('proxy: { services: [');
    await eventually(async () => {
      const { version: after, lastResult } = await proxy.admin.config();
      expect({ after, ok: lastResult?.ok }).toEqual({ after: before, ok: false });
    });
    const load = startLoad({ target: proxy.origin, host: 'changed.test', workers: 2 });
    await load.more(20);
    expect(failures(await load.stop())).toEqual({});
    await eventually(() => {
      const errors = proxy.logLines().filter(({ level }) => level === 'error' || level === 50);
      expect(errors.map((line) => JSON.stringify(line))).toEqual([
        expect.stringContaining('the one before stays in use'),
      ]);
    });
  });

  it('holds no socket of an earlier configuration', async () => {
    await eventually(async () => expect(await openSockets(proxy)).toBe(socketsAtStart), 15_000);
  });
});
