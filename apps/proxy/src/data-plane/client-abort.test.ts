import { rawUpstream, silentUpstream } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { ask, rawClient } from '../testing/client.ts';
import { keep, proxyTo, toShop } from '../testing/scene.ts';
import { answering } from '../testing/upstreams.ts';

const get = 'GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n';

const leaving = [
  { how: 'with a FIN', leave: 'end' },
  { how: 'with a reset', leave: 'resetAndDestroy' },
  { how: 'with a close', leave: 'destroy' },
] as const;

describe('a client that leaves', () => {
  it.each(leaving)(
    'before the response, $how, takes its request to the endpoint with it',
    async ({ leave }) => {
      const endpoint = await keep(silentUpstream());
      const proxy = await proxyTo([endpoint]);
      const client = rawClient(proxy.port, get);
      const connection = await endpoint.connection(0);
      client.socket[leave]();
      await connection.closed;
      expect(await proxy.onlyAccessLine()).toMatchObject({
        status: 499,
        error: 'client_aborted',
        attempts: 1,
      });
    },
  );

  it.each(leaving)('in the middle of its body, $how, takes its request with it', async ({ leave }) => {
    const endpoint = await keep(silentUpstream());
    const proxy = await proxyTo([endpoint]);
    const client = rawClient(
      proxy.port,
      'POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 10\r\n\r\nhalf',
    );
    const connection = await endpoint.connection(0);
    client.socket[leave]();
    await connection.closed;
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 499, error: 'client_aborted' });
  });

  it.each(leaving)('in the middle of the response, $how, ends it at the endpoint', async ({ leave }) => {
    const endpoint = await answering('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf');
    const proxy = await proxyTo([endpoint]);
    const client = rawClient(proxy.port, get);
    await client.until('half');
    client.socket[leave]();
    await (
      await endpoint.connection(0)
    ).closed;
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 200, error: 'client_aborted', bytes: 4 });
  });

  it('is no reason to try another endpoint, nor to blame the one it had', async () => {
    const [first, second] = [await keep(silentUpstream()), await keep(silentUpstream())];
    const proxy = await proxyTo([first, second], {
      service: { loadBalancing: { policy: 'round-robin' } },
      random: () => 0,
    });
    for (let index = 0; index < 6; index++) {
      const client = rawClient(proxy.port, get);
      const endpoint = index % 2 === 0 ? first : second;
      const connection = await endpoint.connection(Math.floor(index / 2));
      client.socket.destroy();
      await connection.closed;
    }
    // An endpoint that is blamed goes into backoff, and would not have had its turn.
    expect([first.accepted, second.accepted]).toEqual([3, 3]);
  });

  it('takes the requests that it sent ahead with it, and they never reach an endpoint', async () => {
    const endpoint = await keep(silentUpstream());
    const proxy = await proxyTo([endpoint]);
    const client = rawClient(proxy.port, get + get + get);
    const connection = await endpoint.connection(0);
    client.socket.destroy();
    await connection.closed;
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 499 });
    expect(endpoint.accepted).toBe(1);
  });

  it('is still written down when the request had not come far', async () => {
    const proxy = await proxyTo([await answering()], {
      before: [
        (request, _response, next) => {
          request.socket.once('close', () => setImmediate(next));
        },
      ],
    });
    const client = rawClient(proxy.port, get);
    client.socket.end();
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 499, error: 'client_aborted', attempts: 0 });
  });
});

describe('a client that goes slow', () => {
  it('is cut when it takes nothing of the response for timeouts.idle', async () => {
    const flood = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        const piece = Buffer.alloc(1 << 20);
        void connection.write(`HTTP/1.1 200 OK\r\nContent-Length: ${64 * piece.length}\r\n\r\n`);
        for (let count = 0; count < 64; count++) void connection.write(piece);
        await connection.closed;
      }),
    );
    const proxy = await proxyTo([flood], { service: { timeouts: { idle: '100ms' } } });
    const client = rawClient(proxy.port, get);
    client.socket.pause();
    await (
      await flood.connection(0)
    ).closed;
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 200, error: 'client_stalled' });
    client.socket.destroy();
  });

  it('is cut when it does not take what is left after the end of the response', async () => {
    const body = Buffer.alloc(8 << 20);
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`);
        await connection.write(body);
      }),
    );
    const proxy = await proxyTo([endpoint], { service: { timeouts: { idle: '100ms' } } });
    const client = rawClient(proxy.port, get);
    client.socket.pause();
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 200, error: 'client_stalled' });
    client.socket.destroy();
  });

  it('is not cut while it takes a little now and then, however long that takes', async () => {
    const body = Buffer.alloc(12 << 20, 'x');
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`);
        await connection.write(body);
      }),
    );
    const proxy = await proxyTo([endpoint], { service: { timeouts: { idle: '400ms' } } });
    const client = rawClient(proxy.port, get);
    client.socket.on('data', () => {
      client.socket.pause();
      setTimeout(() => client.socket.resume(), 8);
    });
    const line = await proxy.accessLine(() => true);
    client.socket.destroy();
    expect([line['status'], line['error'], line['bytes']]).toEqual([200, undefined, body.length]);
    expect(Number(line['durationMs'])).toBeGreaterThan(400);
  });

  it('gets a 408 when it stops sending its body, and the endpoint is not blamed', async () => {
    const endpoint = await keep(silentUpstream());
    const proxy = await proxyTo([endpoint], { service: { timeouts: { idle: '100ms' } } });
    const client = rawClient(
      proxy.port,
      'POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 10\r\n\r\nhalf',
    );
    const connection = await endpoint.connection(0);
    const received = await client.until('}');
    expect(received).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(received).toContain('\r\nConnection: close\r\n');
    await connection.closed;
    client.socket.destroy();
    expect(await proxy.onlyAccessLine()).toMatchObject({
      status: 408,
      error: 'request_timeout',
      requestBytes: 4,
    });
    expect(endpoint.accepted).toBe(1);
  });

  it('is not to blame while it is the endpoint that takes nothing', async () => {
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        connection.socket.pause();
        await connection.closed;
      }),
    );
    const proxy = await proxyTo([endpoint], { service: { timeouts: { idle: '200ms' } } });
    const answer = await ask(proxy.port, { ...toShop, method: 'POST', body: Buffer.alloc(32 << 20) });
    expect(answer.status).toBe(504);
    expect(await proxy.onlyAccessLine()).toMatchObject({ error: 'connection_write_timeout', attempts: 1 });
  });
});
