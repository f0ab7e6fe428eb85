import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect as connectNet } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { defineConfig } from '@hostler/config';
import { rawUpstream } from '@hostler/test-kit';
import type { RawUpstream } from '@hostler/test-kit';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createProxy } from '../create-proxy.ts';
import { rawClientOn } from '../testing/client.ts';
import type { RawClient } from '../testing/client.ts';
import type { RunningProxy } from '../testing/running-proxy.ts';
import { keep, proxyTo } from '../testing/scene.ts';
import { answering, fieldLines, recording } from '../testing/upstreams.ts';

/** A shared key spares the certificate. */
const psk = Buffer.alloc(16, 'k');
const tls = { ciphers: 'PSK', maxVersion: 'TLSv1.2' } as const;

function overTls(upstream: RawUpstream): Promise<RunningProxy> {
  return proxyTo([upstream], {
    makeServer: (app) => createHttpsServer({ ...tls, pskCallback: () => psk, pskIdentityHint: '' }, app),
  });
}

function tlsClient(port: number, bytes: string): RawClient {
  const pskCallback = (): { psk: Buffer; identity: string } => ({ psk, identity: 'test' });
  return rawClientOn(
    connectTls({ port, host: '127.0.0.1', ...tls, pskCallback, checkServerIdentity: () => undefined }),
    bytes,
  );
}

/** Answers with a body that ends with the connection, and resets it half way. */
function breakingOff(): Promise<RawUpstream> {
  return keep(
    rawUpstream(async (connection) => {
      await connection.head();
      await connection.write('HTTP/1.1 200 OK\r\n\r\nhalf');
      connection.reset();
    }),
  );
}

const get = 'GET / HTTP/1.1\r\nHost: shop.test\r\n';
const old = 'GET / HTTP/1.0\r\nHost: shop.test\r\n\r\n';

describe('on a server that speaks TLS', () => {
  it('requests are served, and said to have come by https', async () => {
    const { upstream, heads } = await recording();
    const proxy = await overTls(upstream);
    const client = tlsClient(proxy.port, `${get}\r\n${get}Connection: close\r\n\r\n`);
    expect((await client.received).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
    expect(heads.flatMap((head) => fieldLines(head, 'x-forwarded-proto'))).toEqual([
      'X-Forwarded-Proto: https',
      'X-Forwarded-Proto: https',
    ]);
  });

  it.each([
    { name: 'by the parser', bytes: 'GET / HTTP/1.1\r\nHost shop\r\n\r\n' },
    { name: 'by us', bytes: `${get.replace('/', '/#')}\r\n` },
  ])('malformed requests are refused $name, and the rest is dropped', async ({ bytes }) => {
    const proxy = await overTls(await answering());
    const client = tlsClient(proxy.port, bytes + `${get}\r\n`.repeat(10));
    expect((await client.received).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 400 });
  });

  it('a response that breaks off ends without the end of TLS', async () => {
    const proxy = await overTls(await breakingOff());
    await tlsClient(proxy.port, old).received;
    const line = await proxy.onlyAccessLine();
    expect([line['status'], line['error']]).toEqual([200, 'http_response_incomplete']);
  });
});

it('on a Unix socket requests are served, and a response that breaks off costs nobody the process', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hostler-'));
  const path = join(folder, 'socket');
  const [good, bad] = [await answering(), await breakingOff()];
  const services = [
    { name: 'good', domain: 'good.test', hosts: [{ address: good.address, port: good.port }] },
    { name: 'bad', domain: 'bad.test', hosts: [{ address: bad.address, port: bad.port }] },
  ];
  const proxy = createProxy(
    defineConfig({ proxy: { listen: { address: '127.0.0.1', port: 1 }, admin: false, services } }),
    {
      log: { logger: pino({ enabled: false }), write: () => {}, close: () => Promise.resolve() },
    },
  );
  const server = proxy.attach(createHttpServer(proxy)).listen(path);
  await once(server, 'listening');
  const ask = (host: string): Promise<string> =>
    rawClientOn(connectNet(path), `GET / HTTP/1.0\r\nHost: ${host}\r\n\r\n`).received;
  expect(await ask('good.test')).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(await ask('bad.test')).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(await ask('good.test')).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  await proxy.close({ skipDelay: true });
  await rm(folder, { recursive: true });
});
