import { defineConfig } from '@hostler/config';
import type { Config } from '@hostler/config';
import { FakeClock, closedPort, httpUpstream, rawUpstream } from '@hostler/test-kit';
import type { RawUpstream } from '@hostler/test-kit';
import { expect, it } from 'vitest';
import {
  closeCode,
  echoUpstream,
  message,
  openWebSocket,
} from './data-plane/forwarding/tunnel/testing/websockets.ts';
import { ask, rawClient } from './testing/client.ts';
import type { RawClient } from './testing/client.ts';
import { host, startProxy } from './testing/running-proxy.ts';
import type { RunningProxy } from './testing/running-proxy.ts';
import { keep } from './testing/scene.ts';
import { recording } from './testing/upstreams.ts';

/** The connection would stay for a minute if nobody closed it. */
const kept = 'HTTP/1.1 200 OK\r\nKeep-Alive: timeout=61\r\nContent-Length: 2\r\n\r\nok';

interface Address {
  readonly address: string;
  readonly port: number;
}

/** A service, `NAME.test`. */
function service(name: string, upstreams: readonly Address[], settings: object = {}): object {
  return { name, domain: `${name}.test`, hosts: upstreams.map(host), ...settings };
}

function configOf(services: readonly object[], settings: object = {}): Config {
  return defineConfig({ proxy: { listen: { port: 0 }, services, ...settings } });
}

function proxyWith(services: readonly object[], settings: object = {}): Promise<RunningProxy> {
  // Round robin then begins with the first endpoint, and retries do not wait.
  return keep(startProxy({ services, shutdown: { timeout: '0s' }, ...settings }, { random: () => 0 }));
}

function to(name: string, headers: Record<string, string> = {}): { headers: Record<string, string> } {
  return { headers: { host: `${name}.test`, ...headers } };
}

function get(name: string): string {
  return `GET / HTTP/1.1\r\nHost: ${name}.test\r\n\r\n`;
}

/** An upstream that keeps every request waiting until `answer`, and says with `arrived` when one has come. */
async function patient(): Promise<{
  readonly upstream: RawUpstream;
  readonly arrived: Promise<void>;
  readonly answer: () => void;
}> {
  const arrival = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const upstream = await keep(
    rawUpstream(async (connection) => {
      for (;;) {
        await connection.head();
        arrival.resolve();
        await release.promise;
        await connection.write(kept);
      }
    }),
  );
  return { upstream, arrived: arrival.promise, answer: () => release.resolve() };
}

it('serves what is new and no longer what is gone', async () => {
  const { upstream } = await recording(kept);
  const proxy = await proxyWith([service('old', [upstream])]);
  expect(await ask(proxy.port, to('old'))).toMatchObject({ status: 200 });
  await proxy.proxy.reload(configOf([service('new', [upstream])]));
  expect(await ask(proxy.port, to('new'))).toMatchObject({ status: 200 });
  expect(await ask(proxy.port, to('old'))).toMatchObject({ status: 404 });
});

it('closes the idle connections of a service that is gone', async () => {
  const gone = await recording(kept);
  const proxy = await proxyWith([service('gone', [gone.upstream])]);
  await ask(proxy.port, to('gone'));
  expect(gone.upstream.open).toBe(1);
  await proxy.proxy.reload(configOf([service('other', [gone.upstream])]));
  await gone.upstream.allClosed();
});

it('finishes a request to a service that is gone, then closes its connection and keeps the client', async () => {
  const { upstream, arrived, answer } = await patient();
  const other = await recording(kept);
  const proxy = await proxyWith([service('gone', [upstream])]);
  const client: RawClient = rawClient(proxy.port, get('gone'));
  await arrived;
  await proxy.proxy.reload(configOf([service('other', [other.upstream])]));
  answer();
  expect(await client.until('ok')).toContain('HTTP/1.1 200 OK\r\n');
  await upstream.allClosed();
  client.socket.write(get('gone'));
  expect(await client.until('404')).toContain('HTTP/1.1 404 Not Found\r\n');
  client.socket.destroy();
  expect(await proxy.allAccessLines()).toMatchObject([
    { service: 'gone', status: 200 },
    { service: null, status: 404 },
  ]);
});

it('retries by the configuration that a request began with, and keeps no connection for it', async () => {
  const dies = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const first = await keep(
    rawUpstream(async (connection) => {
      await connection.head();
      arrived.resolve();
      await dies.promise;
      connection.reset();
    }),
  );
  const second = await recording(kept);
  const proxy = await proxyWith([
    service('shop', [first, second.upstream], { loadBalancing: { policy: 'round-robin' } }),
  ]);
  const answer = ask(proxy.port, to('shop'));
  await arrived.promise;
  await proxy.proxy.reload(configOf([service('shop', [{ address: '127.0.0.1', port: await closedPort() }])]));
  dies.resolve();
  expect(await answer).toMatchObject({ status: 200 });
  expect(second.heads).toHaveLength(1);
  await second.upstream.allClosed();
});

it('lets a service that is the same keep its connections', async () => {
  const same = await recording(kept);
  const proxy = await proxyWith([service('same', [same.upstream])]);
  await ask(proxy.port, to('same'));
  await proxy.proxy.reload(configOf([service('added', [same.upstream]), service('same', [same.upstream])]));
  expect(await ask(proxy.port, to('same'))).toMatchObject({ status: 200 });
  expect(same.heads).toHaveLength(2);
  expect(same.upstream.accepted).toBe(1);
});

it('begins anew with a service that has another name', async () => {
  const { upstream, heads } = await recording(kept);
  const proxy = await proxyWith([service('shop', [upstream])]);
  await ask(proxy.port, to('shop'));
  await proxy.proxy.reload(configOf([service('renamed', [upstream], { domain: 'shop.test' })]));
  await upstream.allClosed();
  expect(await ask(proxy.port, to('shop'))).toMatchObject({ status: 200 });
  expect(heads).toHaveLength(2);
  expect(upstream.accepted).toBe(2);
});

it.each([
  { name: 'another time limit', settings: { timeouts: { idle: '7s' } } },
  { name: 'another retry rule', settings: { retry: { retryOn: [503] } } },
  { name: 'another policy', settings: { loadBalancing: { policy: 'least-requests' } } },
])('keeps the connections of a service that has $name', async ({ settings }) => {
  const { upstream, heads } = await recording(kept);
  const proxy = await proxyWith([service('shop', [upstream])]);
  await ask(proxy.port, to('shop'));
  await proxy.proxy.reload(configOf([service('shop', [upstream], settings)]));
  expect(await ask(proxy.port, to('shop'))).toMatchObject({ status: 200 });
  expect(heads).toHaveLength(2);
  expect(upstream.accepted).toBe(1);
});

it('keeps a connection for the service as it is now whose request began before', async () => {
  const { upstream, arrived, answer } = await patient();
  const proxy = await proxyWith([service('shop', [upstream])]);
  const first = ask(proxy.port, to('shop'));
  await arrived;
  await proxy.proxy.reload(configOf([service('shop', [upstream], { timeouts: { idle: '7s' } })]));
  answer();
  await first;
  expect(await ask(proxy.port, to('shop'))).toMatchObject({ status: 200 });
  expect(upstream.accepted).toBe(1);
});

it('closes the connections to an endpoint that a service has no more', async () => {
  const [gone, stays] = [await recording(kept), await recording(kept)];
  const proxy = await proxyWith([
    service('shop', [gone.upstream, stays.upstream], { loadBalancing: { policy: 'round-robin' } }),
  ]);
  await ask(proxy.port, to('shop'));
  await ask(proxy.port, to('shop'));
  await proxy.proxy.reload(configOf([service('shop', [stays.upstream])]));
  await gone.upstream.allClosed();
  await ask(proxy.port, to('shop'));
  expect(stays.upstream.accepted).toBe(1);
});

it.each([
  { name: 'is the same', settings: {} },
  { name: 'has changed', settings: { timeouts: { idle: '7s' } } },
])('keeps the backoff of a service that $name', async ({ settings }) => {
  const dead = { address: '127.0.0.1', port: await closedPort() };
  const { upstream } = await recording(kept);
  const shop = (more: object): object =>
    service('shop', [dead, upstream], { loadBalancing: { policy: 'round-robin' }, ...more });
  const proxy = await keep(
    startProxy(
      { services: [shop({})], shutdown: { timeout: '0s' } },
      // Time stands still: a backoff does not end by itself.
      { random: () => 0, clock: new FakeClock() },
    ),
  );
  await ask(proxy.port, to('shop'));
  await proxy.proxy.reload(configOf([shop(settings)]));
  await ask(proxy.port, to('shop'));
  await ask(proxy.port, to('shop'));
  const lines = proxy.log.filter((line) => line['msg'] === 'request');
  expect(lines.map((line) => line['attempts'])).toEqual([2, 1, 1]);
});

it.each([
  { name: 'is the same', settings: {} },
  { name: 'has changed', settings: { timeouts: { idle: '7s' } } },
])('lets the WebSockets of a service live on that $name', async ({ settings }) => {
  const upstream = await echoUpstream();
  const proxy = await proxyWith([service('shop', [upstream])]);
  const webSocket = await openWebSocket(proxy);
  await proxy.proxy.reload(configOf([service('shop', [upstream], settings), service('new', [upstream])]));
  await proxy.proxy.reload(configOf([service('shop', [upstream], settings)]));
  webSocket.send('still here');
  expect(String((await message(webSocket)).data)).toBe('still here');
  expect(upstream.open).toBe(1);
});

it('lets the WebSocket of a service that is gone end by itself', async () => {
  const upstream = await echoUpstream();
  const proxy = await proxyWith([service('shop', [upstream])]);
  const webSocket = await openWebSocket(proxy);
  await proxy.proxy.reload(configOf([service('other', [upstream])]));
  webSocket.send('still here');
  expect(String((await message(webSocket)).data)).toBe('still here');
  webSocket.close(1000);
  expect(await closeCode(webSocket)).toBe(1000);
  await upstream.allClosed();
});

it('applies what is global at once, also on connections that are open', async () => {
  const { upstream, heads } = await recording(kept);
  const services = [service('shop', [upstream])];
  const proxy = await proxyWith(services);
  const client = rawClient(proxy.port, get('shop'));
  await client.until('ok');
  await proxy.proxy.reload(
    configOf(services, { trustedProxies: ['127.0.0.1'], via: 'renamed', healthPath: '/health' }),
  );
  client.socket.write('GET / HTTP/1.1\r\nHost: shop.test\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n');
  expect(await client.until('renamed;')).toContain('Proxy-Status: renamed; received-status=200');
  client.socket.destroy();
  expect(heads[1]?.toLowerCase()).toContain('x-forwarded-for: 192.0.2.7, 127.0.0.1');
  expect(heads[1]?.toLowerCase()).toContain('via: 1.1 renamed');
  expect(await ask(proxy.port, { ...to('shop'), path: '/health' })).toMatchObject({ status: 200 });
  expect(heads).toHaveLength(2);
  await ask(proxy.port, { ...to('shop'), path: '/api/v2/_health_check' });
  expect(heads).toHaveLength(3);
});

it('turns access lines on and off', async () => {
  const { upstream } = await recording(kept);
  const services = [service('shop', [upstream])];
  const proxy = await proxyWith(services, { accessLog: { enabled: false } });
  await ask(proxy.port, { ...to('shop'), path: '/1' });
  await proxy.proxy.reload(configOf(services));
  await ask(proxy.port, { ...to('shop'), path: '/2' });
  await proxy.accessLine((line) => line['path'] === '/2');
  await proxy.proxy.reload(configOf(services, { accessLog: { enabled: false } }));
  await ask(proxy.port, { ...to('shop'), path: '/3' });
  expect((await proxy.allAccessLines()).map((line) => line['path'])).toEqual(['/2']);
});

it('shuts down in the time that the last configuration gives', async () => {
  const { upstream, arrived } = await patient();
  const services = [service('shop', [upstream])];
  const proxy = await keep(startProxy({ services, shutdown: { timeout: '1h' } }));
  const answer = ask(proxy.port, to('shop'));
  await arrived;
  await proxy.proxy.reload(configOf(services, { shutdown: { timeout: '0s' } }));
  await proxy.proxy.close();
  expect(await answer).toMatchObject({ status: 503 });
});

it('loses no request and leaks no connection while it reloads under load', async () => {
  const upstream = await keep(
    httpUpstream((_request, response) => response.end('ok'), { keepAliveTimeout: 60_000 }),
  );
  const proxy = await proxyWith([service('shop', [upstream])]);
  const statuses = new Set<number>();
  const client = async (): Promise<void> => {
    for (let count = 0; count < 50; count++) statuses.add((await ask(proxy.port, to('shop'))).status);
  };
  const reloads = async (): Promise<void> => {
    for (let seconds = 1; seconds <= 50; seconds++) {
      await proxy.proxy.reload(
        configOf([service('shop', [upstream], { timeouts: { idle: `${seconds}s` } })]),
      );
      await ask(proxy.port, to('shop'));
    }
  };
  await Promise.all([client(), client(), client(), reloads()]);
  expect([...statuses]).toEqual([200]);
  await proxy.proxy.reload(configOf([service('other', [upstream])]));
  await upstream.allClosed();
});
