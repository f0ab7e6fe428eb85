import { once } from 'node:events';
import { FakeClock, httpUpstream, rawUpstream, silentUpstream } from '@hostler/test-kit';
import type { RequestHandler } from 'express';
import { describe, expect, it } from 'vitest';
import { eventually, turns } from '../data-plane/forwarding/upstream-client/testing/turns.ts';
import { ask, rawClient } from '../testing/client.ts';
import { keep, proxyTo, toShop } from '../testing/scene.ts';
import { answering } from '../testing/upstreams.ts';

const request = (path = '/'): string => `GET ${path} HTTP/1.1\r\nHost: shop.test\r\n\r\n`;
const healthPath = '/api/v2/_health_check';

/** Whether the promise has been kept by now. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const note = (): void => {
    settled = true;
  };
  promise.then(note, note);
  await turns();
  return settled;
}

describe('during shutdown.delay', () => {
  it('new connections and requests are taken, told to go elsewhere, and the health path says no', async () => {
    const clock = new FakeClock();
    const proxy = await proxyTo([await answering()], {
      clock,
      proxy: { shutdown: { delay: '10s', timeout: '1h' } },
    });
    const keptAlive = { headers: { ...toShop.headers, connection: 'keep-alive' } };
    expect((await ask(proxy.port, keptAlive)).headers.connection).toBe('keep-alive');
    expect((await ask(proxy.port, { ...toShop, path: healthPath })).status).toBe(200);

    const closing = proxy.proxy.close();
    const during = await ask(proxy.port, keptAlive);
    expect([during.status, during.headers.connection]).toEqual([200, 'close']);
    const health = await ask(proxy.port, { ...toShop, path: healthPath });
    expect([health.status, health.body.toString(), health.headers.connection]).toEqual([
      503,
      'shutting down\n',
      'close',
    ]);
    clock.advance(9_999);
    expect((await ask(proxy.port, toShop)).status).toBe(200);
    expect(await isSettled(closing)).toBe(false);

    clock.advance(1);
    await closing;
    await expect(ask(proxy.port, toShop)).rejects.toThrow('ECONNREFUSED');
  });

  it('a connection that was kept alive is ended with its next response, and the others after the delay', async () => {
    const clock = new FakeClock();
    const proxy = await proxyTo([await answering()], {
      clock,
      proxy: { shutdown: { delay: '10s', timeout: '1h' } },
    });
    const used = rawClient(proxy.port, request());
    const idle = rawClient(proxy.port, request());
    await Promise.all([used.until('ok'), idle.until('ok')]);
    const closing = proxy.proxy.close();
    used.socket.write(request());
    expect(await used.received).toMatch(/Connection: close\r\n[^]*ok$/);
    expect(idle.socket.destroyed).toBe(false);
    clock.advance(10_000);
    expect(await idle.received).toMatch(/ok$/);
    await closing;
  });

  it('is left out when it is to be skipped', async () => {
    const clock = new FakeClock();
    const proxy = await proxyTo([await answering()], { clock, proxy: { shutdown: { delay: '1h' } } });
    await proxy.proxy.close({ skipDelay: true });
    await expect(ask(proxy.port, toShop)).rejects.toThrow('ECONNREFUSED');
  });
});

describe('a shutdown', () => {
  it('waits for a request that is under way, and for no longer', async () => {
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
    const upstream = await keep(
      httpUpstream((_request, response) => {
        response.write('half ');
        void mayEnd.then(() => response.end('whole'));
      }),
    );
    const clock = new FakeClock();
    const proxy = await proxyTo([upstream], { clock, proxy: { shutdown: { timeout: '1h' } } });
    const client = rawClient(proxy.port, request());
    await client.until('half');
    const closing = proxy.proxy.close();
    expect(await isSettled(closing)).toBe(false);
    end();
    await closing;
    expect(await client.received).toMatch(/half \r\n5\r\nwhole\r\n0\r\n\r\n$/);
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 200 });
    expect(clock.pending).toBe(0);
  });

  it('is held by neither silent nor idle connections, nor by half a request', async () => {
    const proxy = await proxyTo([await answering()], { proxy: { shutdown: { timeout: '1h' } } });
    const silent = rawClient(proxy.port, '');
    await once(silent.socket, 'connect');
    const half = rawClient(proxy.port, 'GET / HTTP/1.1\r\nHost: sh');
    const idle = rawClient(proxy.port, request());
    await idle.until('ok');
    await eventually(() => half.socket.bytesWritten > 0);
    await proxy.proxy.close();
    expect(await half.received).toBe('');
    expect(await idle.received).toMatch(/ok$/);
    expect(await silent.received).toBe('');
  });

  it('answers 503 to who got nothing in time, cuts who got half, and writes both down', async () => {
    const clock = new FakeClock();
    const silent = await keep(silentUpstream());
    const half = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n');
      }),
    );
    const service = (name: string, { port }: { readonly port: number }): object => ({
      name,
      domain: `${name}.test`,
      hosts: [{ address: '127.0.0.1', port }],
    });
    const proxy = await proxyTo([], {
      clock,
      proxy: { shutdown: { timeout: '5s' }, services: [service('silent', silent), service('events', half)] },
    });
    const waiting = rawClient(proxy.port, request().replace('shop', 'silent'));
    const reading = rawClient(proxy.port, request().replace('shop', 'events'));
    await reading.until('data: 1');
    await silent.connection(0);
    const closing = proxy.proxy.close();
    await turns();
    clock.advance(4_999);
    expect(await isSettled(closing)).toBe(false);
    clock.advance(1);
    await closing;
    expect(await waiting.received).toMatch(
      /^HTTP\/1\.1 503 Service Unavailable\r\n[^]*Retry-After: 1\r\n[^]*"error":"shutdown"/,
    );
    // No last chunk: nobody takes the stream for a whole one.
    expect(await reading.received).toMatch(/data: 1\n\n\r\n$/);
    await Promise.all([silent.allClosed(), half.allClosed()]);
    const lines = await proxy.allAccessLines();
    expect(lines).toHaveLength(2);
    expect(lines.find(({ host }) => host === 'events.test')).toMatchObject({
      status: 200,
      error: 'shutdown',
    });
    expect(lines.find(({ host }) => host === 'silent.test')).toMatchObject({
      status: 503,
      error: 'shutdown',
    });
  });

  it('waits for the answers of the other handlers of the app, and cuts those that take too long', async () => {
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
    const clock = new FakeClock();
    const other: RequestHandler = (incoming, response, next) => {
      if (incoming.path === '/slow') void mayEnd.then(() => response.send('slow'));
      else if (incoming.path === '/never') response.write('never');
      else next();
    };
    const proxy = await proxyTo([await answering()], {
      clock,
      before: [other],
      proxy: { shutdown: { timeout: '5s' } },
    });
    const slow = rawClient(proxy.port, request('/slow'));
    const never = rawClient(proxy.port, request('/never'));
    await never.until('never');
    const closing = proxy.proxy.close();
    expect(await isSettled(closing)).toBe(false);
    end();
    expect(await slow.received).toMatch(/Connection: close\r\n[^]*slow$/);
    expect(await isSettled(closing)).toBe(false);
    clock.advance(5_000);
    await closing;
    expect(await never.received).toMatch(/never\r\n$/);
  });

  it('ends a handshake that a middleware still thinks about', async () => {
    const clock = new FakeClock();
    const proxy = await proxyTo([await answering()], {
      clock,
      before: [() => {}],
      proxy: { shutdown: { timeout: '5s' } },
    });
    const client = rawClient(
      proxy.port,
      'GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    await once(proxy.server, 'upgrade');
    const closing = proxy.proxy.close();
    await turns();
    clock.advance(5_000);
    await closing;
    expect(await client.received).toBe('');
  });

  it('happens once, whoever asks for it how often', async () => {
    const proxy = await proxyTo([await answering()]);
    await Promise.all([proxy.proxy.close(), proxy.proxy.close({ skipDelay: true })]);
    await proxy.proxy.close();
    expect(proxy.server.listening).toBe(false);
  });
});
