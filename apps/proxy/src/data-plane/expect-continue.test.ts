import { closedPort, rawUpstream, silentUpstream } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { rawClient } from '../testing/client.ts';
import { keep, proxyTo } from '../testing/scene.ts';
import { answering, fieldLines, recording } from '../testing/upstreams.ts';

const post = (fields = '', host = 'shop.test'): string =>
  `POST / HTTP/1.1\r\nHost: ${host}\r\nExpect: 100-continue\r\nContent-Length: 5\r\n${fields}\r\n`;

describe('a client that expects 100-continue', () => {
  it('is told to go on once an endpoint takes the request, and by us alone', async () => {
    const { upstream, heads } = await recording(
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
    );
    const proxy = await proxyTo([upstream]);
    const client = rawClient(proxy.port, post());
    await client.until('HTTP/1.1 100 Continue\r\n\r\n');
    client.socket.write('hello');
    const received = await client.until('ok');
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 100', 'HTTP/1.1 200']);
    expect(fieldLines(heads.join(''), 'expect')).toEqual([]);
    client.socket.destroy();
  });

  it('may spell it as it likes', async () => {
    const proxy = await proxyTo([await answering()]);
    const client = rawClient(proxy.port, post().replace('100-continue', '100-Continue'));
    expect(await client.until('\r\n\r\n')).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    client.socket.destroy();
  });

  it('is not told twice when an endpoint fails before it took the body', async () => {
    const resets = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        connection.reset();
      }),
    );
    const takes = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        const body = await connection.bytes(5);
        await connection.write(`HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n${body.toString()}`);
      }),
    );
    const proxy = await proxyTo([resets, takes], {
      service: { loadBalancing: { policy: 'round-robin' } },
      random: () => 0,
    });
    const client = rawClient(proxy.port, post().replace('POST', 'PUT'));
    await client.until('HTTP/1.1 100 Continue\r\n\r\n');
    client.socket.write('hello');
    const received = await client.until('hello');
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 100', 'HTTP/1.1 200']);
    client.socket.destroy();
  });

  it.each([
    { name: 'nobody is there for the host', head: post('', 'other.test'), status: 404 },
    { name: 'the body is too large', head: post().replace('Length: 5', 'Length: 500'), status: 413 },
    { name: 'the request is ambiguous', head: post('Content-Length: 6\r\n'), status: 400 },
    { name: 'the target is invalid', head: post().replace('POST /', 'POST /#'), status: 400 },
  ])('gets no 100 and the connection is closed when $name', async ({ head, status }) => {
    const { upstream, heads } = await recording();
    const proxy = await proxyTo([upstream], { service: { limits: { maxBodyBytes: '100B' } } });
    const received = await rawClient(proxy.port, head).received;
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual([`HTTP/1.1 ${status}`]);
    expect(fieldLines(received, 'connection')).toEqual(['Connection: close']);
    expect(heads).toEqual([]);
    expect(await proxy.onlyAccessLine()).toMatchObject({ status });
  });

  it('gets no 100 when no endpoint can be reached, and the connection is closed', async () => {
    const proxy = await proxyTo([{ address: '127.0.0.1', port: await closedPort() }]);
    const received = await rawClient(proxy.port, post()).received;
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 502']);
    expect(fieldLines(received, 'connection')).toEqual(['Connection: close']);
  });

  it('gets no 100 from a health check, whose connection is closed', async () => {
    const proxy = await proxyTo([await answering()]);
    const received = await rawClient(proxy.port, post().replace(' / ', ' /api/v2/_health_check ')).received;
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200']);
    expect(fieldLines(received, 'connection')).toEqual(['Connection: close']);
  });

  it('is taken for one that does not expect it when it speaks HTTP/1.0', async () => {
    const endpoint = await keep(silentUpstream());
    const proxy = await proxyTo([endpoint]);
    const client = rawClient(proxy.port, post().replace('HTTP/1.1', 'HTTP/1.0') + 'hello');
    const connection = await endpoint.connection(0);
    await connection.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    expect((await client.received).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200']);
  });
});
