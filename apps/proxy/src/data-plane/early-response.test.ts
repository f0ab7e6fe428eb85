import { createHash, randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { FakeClock, rawUpstream } from '@hostler/test-kit';
import type { RawUpstream } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { rawClient } from '../testing/client.ts';
import { keep, proxyTo } from '../testing/scene.ts';
import { answering, fieldLines, recording } from '../testing/upstreams.ts';

const megabyte = Buffer.alloc(1 << 20, 'x');
const sizeBytes = 10 * megabyte.length;

const post = (framing: string, path = '/'): string =>
  `POST ${path} HTTP/1.1\r\nHost: shop.test\r\n${framing}\r\n\r\n`;
const bySize = post(`Content-Length: ${sizeBytes}`);

/** Answers 401 to the head alone, and reads none of the body. */
function refusing(fields = ''): Promise<RawUpstream> {
  return keep(
    rawUpstream(async (connection) => {
      await connection.head();
      connection.socket.pause();
      await connection.write(`HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n${fields}\r\nno`);
      await connection.closed;
    }),
  );
}

describe('a response that comes while the client still sends its body', () => {
  it.each([
    { name: 'of the endpoint', service: {}, head: bySize, status: 401, connection: 'keep-alive' },
    {
      name: 'of ours, for a length that is too large',
      service: { limits: { maxBodyBytes: '1MiB' } },
      head: bySize,
      status: 413,
      connection: 'close',
    },
    {
      name: 'of ours, for a path that nobody serves',
      service: {},
      head: bySize.replace('shop.test', 'other.test'),
      status: 404,
      connection: 'keep-alive',
    },
    {
      name: 'of the health check',
      service: {},
      head: bySize.replace('POST /', 'POST /api/v2/_health_check'),
      status: 200,
      connection: 'keep-alive',
    },
  ])('arrives whole, with all of 10 MiB sent: $name', async ({ service, head, status, connection }) => {
    const proxy = await proxyTo([await refusing()], { service });
    const client = rawClient(proxy.port, head);
    for (let sent = 0; sent < sizeBytes; sent += megabyte.length) client.socket.write(megabyte);
    if (connection === 'keep-alive')
      client.socket.write('GET /api/v2/_health_check HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    const received = await client.received;
    const statuses = received.match(/HTTP\/1\.1 \d+/g);
    expect(statuses).toEqual([`HTTP/1.1 ${status}`, ...(connection === 'close' ? [] : ['HTTP/1.1 200'])]);
    expect(fieldLines(received, 'connection')).toEqual([`Connection: ${connection}`]);
    const [line] = await proxy.allAccessLines();
    expect(line).toMatchObject({ status });
  });

  it('is ours when a body in chunks grows too large, and the endpoint is left', async () => {
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        await connection.drain();
      }),
    );
    const proxy = await proxyTo([endpoint], { service: { limits: { maxBodyBytes: '1MiB' } } });
    const client = rawClient(proxy.port, post('Transfer-Encoding: chunked'));
    for (let sent = 0; sent < sizeBytes; sent += megabyte.length) {
      client.socket.write(`${megabyte.length.toString(16)}\r\n`);
      client.socket.write(megabyte);
      client.socket.write('\r\n');
    }
    client.socket.write('0\r\n\r\n');
    const received = await client.received;
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413']);
    await (
      await endpoint.connection(0)
    ).closed;
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 413, error: 'body_too_large', attempts: 1 });
  });

  it('is streamed while the body is, if the endpoint does both', async () => {
    const echo = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
        connection.socket.on('data', (data) => void connection.write(data));
        await connection.closed;
      }),
    );
    const proxy = await proxyTo([echo]);
    const client = rawClient(proxy.port, post('Transfer-Encoding: chunked'));
    await client.until('\r\n\r\n');
    client.socket.write('5\r\nhello\r\n');
    await client.until('hello');
    client.socket.write('5\r\nworld\r\n0\r\n\r\n');
    expect(await client.until('0\r\n\r\n')).toContain('5\r\nworld\r\n');
    client.socket.destroy();
    const line = await proxy.onlyAccessLine();
    expect([line['error'], line['requestBytes'], line['bytes']]).toEqual([undefined, 10, 10]);
  });
});

describe('a client that goes on sending after its response', () => {
  it('is cut after five seconds, when the connection should have been used again', async () => {
    const clock = new FakeClock();
    const proxy = await proxyTo([await answering()], { clock });
    const client = rawClient(proxy.port, bySize);
    await client.until('ok');
    await proxy.accessLine(() => true);
    clock.advance(4_999);
    client.socket.write('more');
    await new Promise((resolve) => setImmediate(resolve));
    expect(client.socket.destroyed).toBe(false);
    clock.advance(1);
    await client.received;
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 200 });
  });

  it('is cut after five seconds, when it was told that the connection ends', async () => {
    const clock = new FakeClock();
    const proxy = await proxyTo([await answering()], {
      clock,
      service: { limits: { maxBodyBytes: '1MiB' } },
    });
    const sockets: Socket[] = [];
    proxy.server.on('connection', (socket) => sockets.push(socket));
    const client = rawClient(proxy.port, bySize);
    client.socket.allowHalfOpen = true;
    const ended = new Promise((resolve) => client.socket.once('end', resolve));
    await client.until('}');
    await ended;
    const open = (): Promise<number> =>
      new Promise((resolve) => proxy.server.getConnections((_, count) => resolve(count)));
    expect(await open()).toBe(1);
    const [accepted] = sockets;
    clock.advance(5_000);
    await new Promise((resolve) => accepted?.once('close', resolve));
    expect(await open()).toBe(0);
    client.socket.destroy();
  });

  it('may send another request once it has sent the rest', async () => {
    const clock = new FakeClock();
    const { upstream, heads } = await recording();
    const proxy = await proxyTo([upstream], { clock });
    const client = rawClient(proxy.port, post('Content-Length: 10'));
    await client.until('ok');
    client.socket.write('0123456789GET /second HTTP/1.1\r\nHost: shop.test\r\n\r\n');
    await client.until('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n');
    await proxy.accessLine((line) => line['path'] === '/second');
    clock.advance(60_000);
    client.socket.write('GET /third HTTP/1.1\r\nHost: shop.test\r\n\r\n');
    await proxy.accessLine((line) => line['path'] === '/third');
    client.socket.destroy();
    expect(heads.map((head) => head.split(' ')[1])).toEqual(['/', '/second', '/third']);
  });
});

it('keeps a connection for hours after an answer of ours that needed no endpoint', async () => {
  const clock = new FakeClock();
  const proxy = await proxyTo([await answering()], { clock });
  const client = rawClient(proxy.port, 'GET / HTTP/1.1\r\nHost: other.test\r\n\r\n');
  await client.until('}');
  await proxy.accessLine(() => true);
  clock.advance(3_600_000);
  client.socket.write('GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n');
  expect((await client.until('ok')).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 404', 'HTTP/1.1 200']);
  client.socket.destroy();
});

it('sends what was read of a large body before the response as it was', async () => {
  const hash = createHash('sha256');
  const body = randomBytes(4 << 20);
  let got = 0;
  const endpoint = await keep(
    rawUpstream(async (connection) => {
      await connection.head();
      await connection.write('HTTP/1.1 200 OK\r\nContent-Length: 64\r\n\r\n');
      const bytes = await connection.bytes(body.length);
      got = bytes.length;
      await connection.write(hash.update(bytes).digest('hex'));
    }),
  );
  const proxy = await proxyTo([endpoint]);
  const client = rawClient(proxy.port, post(`Content-Length: ${body.length}`));
  await client.until('\r\n\r\n');
  client.socket.write(body);
  const digest = createHash('sha256').update(body).digest('hex');
  await client.until(digest);
  expect(got).toBe(body.length);
  client.socket.destroy();
});
