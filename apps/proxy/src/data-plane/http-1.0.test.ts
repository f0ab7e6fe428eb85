import { rawUpstream } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { rawClient } from '../testing/client.ts';
import { keep, proxyTo } from '../testing/scene.ts';
import { answering, fieldLines, recording } from '../testing/upstreams.ts';

const get = (fields = ''): string => `GET / HTTP/1.0\r\nHost: shop.test\r\n${fields}\r\n`;

/** What a client gets, and the errno of what its connection ended with. */
async function exchange(
  port: number,
  bytes: string,
): Promise<{ received: string; errno: string | undefined }> {
  const client = rawClient(port, bytes);
  let errno: string | undefined;
  client.socket.on('error', (error: NodeJS.ErrnoException) => {
    errno = error.code;
  });
  return { received: await client.received, errno };
}

describe('an HTTP/1.0 client', () => {
  it('is answered by the default service when it sends no Host, which gets our name for it', async () => {
    const { upstream, heads } = await recording();
    const proxy = await proxyTo([upstream], { service: { default: true } });
    const { received } = await exchange(proxy.port, 'GET / HTTP/1.0\r\n\r\n');
    expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(fieldLines(heads.join(''), 'host')).toEqual([`Host: 127.0.0.1:${upstream.port}`]);
    expect(fieldLines(heads.join(''), 'via')).toEqual(['Via: 1.0 hostler']);
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 200, host: '' });
  });

  it('gets a 404 when it sends no Host and there is no default service', async () => {
    const proxy = await proxyTo([await answering()]);
    expect((await exchange(proxy.port, 'GET / HTTP/1.0\r\n\r\n')).received).toMatch(/^HTTP\/1\.1 404 /);
  });

  it('has its connection closed, unless it asks for it to be kept and the length is known', async () => {
    const proxy = await proxyTo([await answering()]);
    expect(fieldLines((await exchange(proxy.port, get())).received, 'connection')).toEqual([
      'Connection: close',
    ]);
    const client = rawClient(proxy.port, get('Connection: keep-alive\r\n'));
    expect(fieldLines(await client.until('ok'), 'connection')).toEqual(['Connection: keep-alive']);
    client.socket.write(get());
    expect((await client.received).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
  });

  it.each([
    { name: 'chunks', bytes: 'Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n' },
    { name: 'the end of the connection', bytes: '\r\nbody' },
  ])('gets a body that ends with $name as one that ends with the connection', async ({ bytes }) => {
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        connection.end(`HTTP/1.1 200 OK\r\n${bytes}`);
      }),
    );
    const proxy = await proxyTo([endpoint]);
    for (const fields of [
      '',
      'Connection: keep-alive\r\n',
      'TE: chunked\r\n',
      'TE: chunked, trailers\r\nConnection: keep-alive\r\n',
    ]) {
      const { received, errno } = await exchange(proxy.port, get(fields));
      expect([received.endsWith('\r\n\r\nbody'), errno]).toEqual([true, undefined]);
      expect(fieldLines(received, 'transfer-encoding')).toEqual([]);
      expect(fieldLines(received, 'connection')).toEqual(['Connection: close']);
    }
  });

  it.each([
    { name: 'chunks', bytes: 'Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n' },
    { name: 'bad chunks', bytes: 'Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\nZ' },
  ])('is reset when such a body breaks off, since a FIN would end it: $name', async ({ bytes }) => {
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write(`HTTP/1.1 200 OK\r\n${bytes.slice(0, 45)}`);
        await connection.write(bytes.slice(45));
        connection.close();
      }),
    );
    const proxy = await proxyTo([endpoint]);
    expect((await exchange(proxy.port, get())).errno).toBe('ECONNRESET');
    const line = await proxy.onlyAccessLine();
    expect([line['status'], line['error'] === undefined]).toEqual([200, false]);
  });

  it('is reset when the endpoint resets a body that ends with the connection', async () => {
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write('HTTP/1.1 200 OK\r\n\r\nhalf');
        connection.reset();
      }),
    );
    const proxy = await proxyTo([endpoint]);
    expect((await exchange(proxy.port, get())).errno).toBe('ECONNRESET');
  });

  it('sends the endpoint HTTP/1.1', async () => {
    const { upstream, heads } = await recording();
    const proxy = await proxyTo([upstream]);
    await exchange(proxy.port, get('TE: trailers\r\n'));
    expect(heads.join('').split('\r\n')[0]).toBe('GET / HTTP/1.1');
    expect(fieldLines(heads.join(''), 'te')).toEqual([]);
  });
});

describe('an HTTP/1.1 client', () => {
  it('gets a body that ends with the connection in chunks, and keeps its connection', async () => {
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        connection.end('HTTP/1.0 200 OK\r\n\r\nbody');
      }),
    );
    const proxy = await proxyTo([endpoint]);
    const client = rawClient(proxy.port, 'GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n');
    const received = await client.until('0\r\n\r\n');
    client.socket.destroy();
    expect(received.endsWith('\r\n\r\n4\r\nbody\r\n0\r\n\r\n')).toBe(true);
    expect(fieldLines(received, 'transfer-encoding')).toEqual(['Transfer-Encoding: chunked']);
    expect(fieldLines(received, 'connection')).toEqual(['Connection: keep-alive']);
  });

  it('never gets the last chunk of one that is reset', async () => {
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write('HTTP/1.0 200 OK\r\n\r\nhalf');
        connection.reset();
      }),
    );
    const proxy = await proxyTo([endpoint]);
    const { received } = await exchange(proxy.port, 'GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n');
    expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(received).not.toContain('0\r\n\r\n');
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 200, error: 'http_response_incomplete' });
  });
});
