import { closedPort, rawUpstream, silentUpstream } from '@hostler/test-kit';
import type { ConnectionScript, RawUpstream } from '@hostler/test-kit';
import { expect, it } from 'vitest';
import { ask, rawClient } from '../testing/client.ts';
import { keep, proxyTo, toShop } from '../testing/scene.ts';
import type { RunningProxy } from '../testing/running-proxy.ts';

const post = 'POST / HTTP/1.1\r\nHost: shop.test\r\n';
const get = 'GET / HTTP/1.1\r\nHost: shop.test\r\n';

/** What clients do, each until its connection is closed by the proxy or by itself. */
const clients: Readonly<
  Record<string, { readonly bytes: string; readonly after?: 'end' | 'reset' | 'destroy' | 'stall' }>
> = {
  plain: { bytes: `${get}Connection: close\r\n\r\n` },
  'sent ahead': { bytes: `${get}\r\n${get}\r\n${get}Connection: close\r\n\r\n` },
  garbage: { bytes: '\x16\x03\x01\x02\x00' },
  'two Hosts': { bytes: `${get}Host: shop.test\r\n\r\n` },
  'large header': { bytes: `${get}X: ${'x'.repeat(20_000)}\r\n\r\n` },
  'bad chunk': { bytes: `${post}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nZ\r\n` },
  'half a head': { bytes: 'GET / HTTP/1.1\r\nHost: sh', after: 'stall' },
  'half a head, left': { bytes: 'GET / HTTP/1.1\r\nHost: sh', after: 'end' },
  nothing: { bytes: '', after: 'stall' },
  'nothing, left': { bytes: '', after: 'destroy' },
  'half a body': { bytes: `${post}Content-Length: 10\r\n\r\nhalf`, after: 'stall' },
  'half a body, reset': { bytes: `${post}Content-Length: 10\r\n\r\nhalf`, after: 'reset' },
  'half a body, left': { bytes: `${post}Content-Length: 10\r\n\r\nhalf`, after: 'end' },
  'no answer wanted': { bytes: `${get}\r\n`, after: 'reset' },
  'left at once': { bytes: `${get}\r\n`, after: 'destroy' },
  'reads nothing': { bytes: `${get}X-Want: flood\r\n\r\n`, after: 'stall' },
  'expects for ever': { bytes: `${post}Expect: 100-continue\r\nContent-Length: 5\r\n\r\n`, after: 'stall' },
  'expects the impossible': { bytes: `${post}Expect: tea\r\nContent-Length: 5\r\n\r\n`, after: 'stall' },
  connect: { bytes: 'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n', after: 'stall' },
  'no upgrade': {
    bytes: `${get}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    after: 'stall',
  },
  'upgrade behind a request': {
    bytes: `${get}\r\n${get}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    after: 'end',
  },
  'nobody there': { bytes: 'GET / HTTP/1.1\r\nHost: nobody.test\r\nConnection: close\r\n\r\n' },
  'large body to nobody': {
    bytes: `POST / HTTP/1.1\r\nHost: nobody.test\r\nContent-Length: 9000000\r\n\r\n${'x'.repeat(100_000)}`,
    after: 'end',
  },
};

/** What endpoints do with a request. */
const endpoints: Readonly<Record<string, ConnectionScript>> = {
  good: async (connection) => {
    for (;;) {
      await connection.head();
      await connection.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    }
  },
  flood: async (connection) => {
    await connection.head();
    await connection.write('HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n');
    await connection.write(Buffer.alloc(8 << 20));
  },
  garbage: async (connection) => {
    await connection.head();
    await connection.write('SSH-2.0-OpenSSH_9.2\r\n');
  },
  cut: async (connection) => {
    await connection.head();
    await connection.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n');
    connection.reset();
  },
  'half a head': async (connection) => {
    await connection.head();
    connection.end('HTTP/1.1 200 OK\r\nConte');
  },
  reset: (connection) => {
    connection.reset();
  },
  'more than asked for': async (connection) => {
    await connection.head();
    await connection.write(
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil',
    );
  },
};

async function openSockets(proxy: RunningProxy): Promise<number> {
  return new Promise((resolve) => {
    proxy.server.getConnections((_error, count) => resolve(count));
  });
}

/** Waits for a condition; the test's own limit on time is the only one. */
async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

it(
  'leaves no socket open after a storm of bad clients and bad endpoints, and serves',
  { timeout: 30_000 },
  async () => {
    const scripts = Object.values(endpoints);
    const upstreams: RawUpstream[] = [await keep(silentUpstream())];
    for (const script of scripts) upstreams.push(await keep(rawUpstream(script)));
    const dead = { address: '127.0.0.1', port: await closedPort() };
    const proxy = await proxyTo([...upstreams, dead], {
      service: {
        timeouts: {
          idle: '150ms',
          responseHeader: '200ms',
          connect: '200ms',
          acquire: '500ms',
          tunnel: '500ms',
        },
      },
      configure: (server) => {
        Object.assign(server, { headersTimeout: 200, connectionsCheckingInterval: 50 });
        Object.assign(server, { keepAliveTimeout: 200, keepAliveTimeoutBuffer: 0 });
      },
    });
    const before = process.getActiveResourcesInfo().filter((name) => name.startsWith('TCPSocket')).length;

    for (let round = 0; round < 12; round++) {
      for (const { bytes, after } of Object.values(clients)) {
        const client = rawClient(proxy.port, bytes);
        if (after === 'stall') client.socket.pause();
        else if (after === 'end') client.socket.end();
        else if (after !== undefined) {
          client.socket.once('connect', () => {
            if (after === 'reset') client.socket.resetAndDestroy();
            else client.socket.destroy();
          });
        }
        // The proxy has to end it; a client that does not read would not see that.
        if (after === 'stall') setTimeout(() => client.socket.destroy(), 3000 + Math.random() * 1000).unref();
      }
      await new Promise((resolve) => setImmediate(resolve));
    }

    await until(async () => (await openSockets(proxy)) === 0);
    await until(() => upstreams.every((upstream) => upstream.open === 0));
    await until(
      () => process.getActiveResourcesInfo().filter((name) => name.startsWith('TCPSocket')).length <= before,
    );

    const [, good] = upstreams;
    if (good === undefined) throw new Error('no endpoint');
    const fresh = await proxyTo([good]);
    expect((await ask(fresh.port, toShop)).status).toBe(200);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => ask(proxy.port, toShop).catch(() => null)),
    );
    expect(answers.some((answer) => answer?.status === 200)).toBe(true);
    expect(proxy.log.filter((line) => line['error'] === 'proxy_internal_error')).toEqual([]);
  },
);
