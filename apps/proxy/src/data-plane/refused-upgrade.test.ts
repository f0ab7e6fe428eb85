import { createHash } from 'node:crypto';
import { rawUpstream } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { rawClient } from '../testing/client.ts';
import { keep, proxyTo } from '../testing/scene.ts';
import { answering, fieldLines } from '../testing/upstreams.ts';

const handshake =
  'GET /ws HTTP/1.1\r\nHost: shop.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
const page = Buffer.alloc(6 << 20, 'p');

describe('a handshake that is answered with a page in place of a 101', () => {
  it('by the endpoint gets all of a large one, at the pace of the client', async () => {
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write(`HTTP/1.1 200 OK\r\nContent-Length: ${page.length}\r\n\r\n`);
        await connection.write(page);
      }),
    );
    const proxy = await proxyTo([endpoint]);
    const client = rawClient(proxy.port, handshake);
    const hash = createHash('sha256');
    let skipped = 0;
    client.socket.on('data', (data: string) => {
      hash.update(data, 'latin1');
      client.socket.pause();
      skipped += 1;
      if (skipped < 20) setTimeout(() => client.socket.resume(), 5);
      else client.socket.resume();
    });
    const received = await client.received;
    expect(received.length - received.indexOf('\r\n\r\n') - 4).toBe(page.length);
    expect(fieldLines(received, 'connection')).toEqual(['Connection: close']);
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 200, bytes: page.length });
  });

  it('by the endpoint is cut when the client takes nothing of it for timeouts.idle', async () => {
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write(`HTTP/1.1 200 OK\r\nContent-Length: ${page.length * 4}\r\n\r\n`);
        for (let count = 0; count < 4; count++) void connection.write(page);
        await connection.closed;
      }),
    );
    const proxy = await proxyTo([endpoint], { service: { timeouts: { idle: '100ms' } } });
    const client = rawClient(proxy.port, handshake);
    client.socket.pause();
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 200, error: 'client_stalled' });
    await endpoint.allClosed();
    client.socket.destroy();
  });

  it('by a middleware in front gets all of a large one', async () => {
    const proxy = await proxyTo([await answering()], {
      before: [(_request, response) => void response.status(401).type('text').send(page)],
    });
    const received = await rawClient(proxy.port, handshake).received;
    expect(received).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/);
    expect(received.length - received.indexOf('\r\n\r\n') - 4).toBe(page.length);
  });
});
