import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { once } from 'node:events';
import { ConfigInvalid, defineConfig } from '@hostler/config';
import { httpUpstream, silentUpstream } from '@hostler/test-kit';
import type { Upstream } from '@hostler/test-kit';
import express from 'express';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createProxy } from './create-proxy.ts';
import type { Proxy } from './create-proxy.ts';
import { echoUpstream, message } from './data-plane/forwarding/tunnel/testing/websockets.ts';
import { turns } from './data-plane/forwarding/upstream-client/testing/turns.ts';
import { ask, rawClient } from './testing/client.ts';
import { keep, toShop } from './testing/scene.ts';

const proxies: Proxy[] = [];

afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.close({ skipDelay: true });
});

interface Scene {
  readonly proxy: Proxy;
  readonly lines: readonly Record<string, unknown>[];
}

/** A proxy in front of one service, with an admin side on any port. */
function proxyOf(upstream: { readonly port: number }, settings: object = {}): Scene {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string): void => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a log line is one JSON object
    lines.push(JSON.parse(line) as Record<string, unknown>);
  };
  const proxy = createProxy(
    defineConfig({
      proxy: {
        admin: { port: 0 },
        shutdown: { timeout: '0s' },
        services: [
          { name: 'shop', domain: 'shop.test', hosts: [{ address: '127.0.0.1', port: upstream.port }] },
        ],
        ...settings,
      },
    }),
    { log: { logger: pino({ base: null }, { write }), write, close: () => Promise.resolve() } },
  );
  proxies.push(proxy);
  return { proxy, lines };
}

function saying(text: string): Promise<Upstream> {
  return keep(httpUpstream((_request, response) => response.end(text)));
}

function portOf(server: Server): number {
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('the server listens on no port');
  return at.port;
}

/** What is open in this process and may keep it alive, by kind. */
function handles(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) {
    if (kind.startsWith('TCP')) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** Somebody's own app: `/own` is answered by it, everything else by the proxy, and only for those it knows. */
async function ownApp(proxy: Proxy): Promise<Server> {
  const app = express();
  app.use((request, response, next) => {
    if (request.get('authorization') === 'Bearer good') next();
    else response.status(401).json({ error: 'who are you' });
  });
  app.get('/own', (_request, response) => {
    response.send('own');
  });
  app.use(proxy);
  const server = proxy.attach(app.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return server;
}

const known = { headers: { ...toShop.headers, authorization: 'Bearer good' } };

describe("a proxy in somebody's own app", () => {
  it('answers what the middlewares in front let through', async () => {
    const port = portOf(await ownApp(proxyOf(await saying('shop')).proxy));
    expect((await ask(port, toShop)).status).toBe(401);
    expect((await ask(port, known)).body.toString()).toBe('shop');
    expect((await ask(port, { ...known, path: '/own' })).body.toString()).toBe('own');
  });

  it('carries WebSockets that they let through', async () => {
    const port = portOf(await ownApp(proxyOf(await echoUpstream()).proxy));
    const refused = new WebSocket(`ws://127.0.0.1:${port}/`, { headers: toShop.headers });
    await expect(once(refused, 'open')).rejects.toThrow('Unexpected server response: 401');
    const accepted = new WebSocket(`ws://127.0.0.1:${port}/`, { headers: known.headers });
    await once(accepted, 'open');
    accepted.send('hello');
    expect(String((await message(accepted)).data)).toBe('hello');
    accepted.terminate();
  });

  it('sends the whole path when it is mounted on one', async () => {
    const upstream = await keep(httpUpstream((request, response) => response.end(request.url)));
    const { proxy } = proxyOf(upstream);
    const app = express();
    app.use('/api', proxy);
    const server = proxy.attach(app.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    expect((await ask(portOf(server), { ...toShop, path: '/api/a?b' })).body.toString()).toBe('/api/a?b');
  });

  it('serves two servers', async () => {
    const { proxy } = proxyOf(await saying('shop'));
    const servers = [proxy.attach(createServer(proxy)), proxy.attach(createServer(proxy))];
    for (const server of servers) {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
    }
    const answers = await Promise.all(servers.map((server) => ask(portOf(server), toShop)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    await proxy.close();
    expect(servers.map(({ listening }) => listening)).toEqual([false, false]);
  });

  it('says once that it should be attached, and serves all the same', async () => {
    const { proxy, lines } = proxyOf(await saying('shop'));
    const server = createServer(proxy);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    expect((await ask(portOf(server), toShop)).body.toString()).toBe('shop');
    expect((await ask(portOf(server), toShop)).body.toString()).toBe('shop');
    expect(lines.filter(({ msg }) => String(msg).includes('proxy.attach('))).toHaveLength(1);
    server.close();
  });
});

describe('start', () => {
  it('opens the admin side and nothing else', async () => {
    const { proxy, lines } = proxyOf(await saying('shop'));
    await proxy.start();
    expect(lines).toMatchObject([{ msg: 'listening', listener: 'admin' }]);
    const port = Number(lines[0]?.['port']);
    expect((await ask(port, { path: '/readyz' })).status).toBe(200);
    await proxy.close();
    await expect(ask(port, { path: '/readyz' })).rejects.toThrow('ECONNREFUSED');
  });

  it('is ready once a server that it is attached to listens', async () => {
    const { proxy, lines } = proxyOf(await saying('shop'));
    const server = proxy.attach(createServer(proxy));
    await proxy.start();
    const port = Number(lines[0]?.['port']);
    expect(await ask(port, { path: '/readyz' })).toMatchObject({ status: 503 });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    expect(await ask(port, { path: '/readyz' })).toMatchObject({ status: 200 });
  });

  it('opens nothing with `admin: false`', async () => {
    const { proxy, lines } = proxyOf(await saying('shop'), { admin: false });
    await proxy.start();
    expect(lines).toEqual([]);
  });

  it('says in one line when the port of the admin side is in use', async () => {
    const taken = await saying('taken');
    const { proxy } = proxyOf(taken, { admin: { port: taken.port } });
    await expect(proxy.start()).rejects.toThrow(
      `admin listener 127.0.0.1:${taken.port}: the port is in use.`,
    );
  });
});

describe('a proxy that is not started', () => {
  it.each([
    { name: 'checks', service: { healthCheck: {} } },
    {
      name: 'discovery',
      service: { hosts: undefined, discovery: { type: 'dns', name: 'shop.internal.', port: 80 } },
    },
  ])('says so at the first request, once, where there would be $name', async ({ service }) => {
    const upstream = await saying('shop');
    const hosts = [{ address: '127.0.0.1', port: upstream.port }];
    const { proxy, lines } = proxyOf(upstream, {
      services: [{ name: 'shop', domain: 'shop.test', hosts, ...service }],
    });
    const server = proxy.attach(createServer(proxy));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const warnings = (): unknown[] => lines.filter(({ msg }) => String(msg).includes('proxy.start()'));
    expect(warnings()).toHaveLength(0);
    await ask(portOf(server), toShop);
    await ask(portOf(server), toShop);
    expect(warnings()).toHaveLength(1);
  });

  it('serves what is in its configuration, and says nothing', async () => {
    const { proxy, lines } = proxyOf(await saying('shop'));
    const server = proxy.attach(createServer(proxy));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    expect((await ask(portOf(server), toShop)).body.toString()).toBe('shop');
    expect(lines.filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });
});

describe('reload', () => {
  it('says what it has changed', async () => {
    const upstream = await saying('shop');
    const { proxy } = proxyOf(upstream);
    const service = (name: string): object => ({
      name,
      domain: `${name}.test`,
      hosts: [{ address: '127.0.0.1', port: upstream.port }],
    });
    const next = defineConfig({
      proxy: { admin: { port: 0 }, listen: { port: 1 }, services: [service('shop'), service('cart')] },
    });
    expect(await proxy.reload(next)).toEqual({
      added: ['cart'],
      removed: [],
      changed: [],
      kept: 1,
      restartRequired: ['proxy.listen'],
    });
  });

  it('is refused once the proxy is shutting down', async () => {
    const { proxy } = proxyOf(await saying('shop'));
    await proxy.close();
    const hosts = [{ address: '127.0.0.1', port: 1 }];
    const next = defineConfig({ proxy: { services: [{ name: 'shop', domain: 'shop.test', hosts }] } });
    await expect(proxy.reload(next)).rejects.toThrow('the proxy is shutting down');
  });
});

it('with several workers in its configuration says whom those belong to', async () => {
  const { lines } = proxyOf(await saying('shop'), { workers: 4 });
  expect(lines).toMatchObject([{ level: 40, msg: expect.stringContaining('`hostler start`') as unknown }]);
});

describe('close', () => {
  it('leaves no listener and no connection behind', async () => {
    const upstream = await keep(silentUpstream());
    // What other tests have closed goes within a turn.
    await turns();
    const before = handles();
    const { proxy } = proxyOf(upstream);
    await proxy.start();
    const server = await ownApp(proxy);
    const client = rawClient(
      portOf(server),
      'GET / HTTP/1.1\r\nHost: shop.test\r\nAuthorization: Bearer good\r\n\r\n',
    );
    await upstream.connection(0);
    expect(handles()).toEqual({ TCPServerWrap: 3, TCPSocketWrap: 4 });
    await proxy.close();
    expect(await client.received).toMatch(/^HTTP\/1\.1 503 /);
    await upstream.allClosed();
    expect(handles()).toEqual(before);
  });

  it('may come before anything was opened', async () => {
    const { proxy } = proxyOf(await saying('shop'));
    const server = proxy.attach(createServer(proxy));
    await proxy.close();
    expect(server.listening).toBe(false);
  });

  it('leaves a log open that it was given', async () => {
    let closed = 0;
    const log = {
      logger: pino({ enabled: false }),
      write: () => {},
      close: () => {
        closed += 1;
        return Promise.resolve();
      },
    };
    const config = defineConfig({
      proxy: {
        services: [{ name: 'shop', domain: 'shop.test', hosts: [{ address: '127.0.0.1', port: 1 }] }],
      },
    });
    await createProxy(config, { log }).close();
    expect(closed).toBe(0);
  });
});

it('a configuration from code that is not valid is an error with all that is wrong with it', () => {
  const invalid = (): unknown =>
    defineConfig({ proxy: { listen: { port: 70_000 }, services: [{ name: 'shop', hosts: [] }] } });
  expect(invalid).toThrow(ConfigInvalid);
  expect(invalid).toThrow(/proxy\.listen\.port[^]*proxy\.services\[0\]/);
});
