import { rawUpstream } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { rawClient } from '../../testing/client.ts';
import { keep, proxyTo } from '../../testing/scene.ts';
import { answering, fieldLines } from '../../testing/upstreams.ts';

const close = 'Host: shop.test\r\nConnection: close\r\n';
const chunks = '2\r\nok\r\n0\r\n';

describe('the trailers of a request', () => {
  /** The head and the body, with its framing, that an endpoint gets. */
  async function forwarded(fields: string, body: string): Promise<{ head: string; body: string }> {
    let head = '';
    let text = '';
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        head = await connection.head();
        text = await connection.until('\r\n\r\n');
        await connection.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      }),
    );
    const proxy = await proxyTo([endpoint]);
    await rawClient(proxy.port, `POST / HTTP/1.1\r\n${close}${fields}\r\n${body}`).received;
    return { head, body: text };
  }

  it('reach the endpoint, with the field that announces them', async () => {
    const { head, body } = await forwarded(
      'Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n',
      '5\r\nhello\r\n0\r\nX-Sum: caf\xe9\r\nx-b: 2\r\n\r\n',
    );
    expect(fieldLines(head, 'trailer')).toEqual(['Trailer: X-Sum']);
    expect(body).toBe('5\r\nhello\r\n0\r\nX-Sum: caf\xe9\r\nx-b: 2\r\n\r\n');
  });

  it('lose what may not come that late, and what Connection names', async () => {
    const { body } = await forwarded(
      'Transfer-Encoding: chunked\r\nConnection: X-Private\r\n',
      '0\r\nX-Forwarded-For: 192.0.2.1\r\nHost: other.test\r\nAuthorization: Basic eA==\r\n' +
        'X_Real_IP: 192.0.2.1\r\nX-Private: 1\r\nX-Sum: 1\r\n\r\n',
    );
    expect(body).toBe('0\r\nX-Sum: 1\r\n\r\n');
  });

  it('are not announced where there can be none', async () => {
    let head = '';
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        head = await connection.head();
        await connection.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      }),
    );
    const proxy = await proxyTo([endpoint]);
    await rawClient(proxy.port, `POST / HTTP/1.1\r\n${close}Trailer: X-Sum\r\nContent-Length: 1\r\n\r\nx`)
      .received;
    expect(fieldLines(head, 'trailer')).toEqual([]);
  });
});

describe('the trailers of a response', () => {
  it('reach an HTTP/1.1 client, with the field that announces them', async () => {
    const endpoint = await answering(
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n${chunks}X-Sum: caf\xe9\r\nx-sum: 2\r\n\r\n`,
    );
    const proxy = await proxyTo([endpoint]);
    const received = await rawClient(proxy.port, `GET / HTTP/1.1\r\n${close}\r\n`).received;
    expect(fieldLines(received, 'trailer')).toEqual(['Trailer: X-Sum']);
    expect(received.endsWith(`${chunks}X-Sum: caf\xe9\r\nx-sum: 2\r\n\r\n`)).toBe(true);
  });

  it('lose what may not come that late, and what Connection names', async () => {
    const endpoint = await answering(
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: X-Private\r\n\r\n${chunks}` +
        'Set-Cookie: a=1\r\nContent-Length: 2\r\nX-Private: 1\r\nX-Request-Id: theirs\r\nX-Sum: 1\r\n\r\n',
    );
    const proxy = await proxyTo([endpoint]);
    const received = await rawClient(proxy.port, `GET / HTTP/1.1\r\n${close}\r\n`).received;
    expect(received.endsWith(`${chunks}X-Sum: 1\r\n\r\n`)).toBe(true);
  });

  it.each([
    {
      name: 'an HTTP/1.0 client',
      version: '1.0',
      method: 'GET',
      framing: 'Transfer-Encoding: chunked',
      body: `${chunks}X-Sum: 1\r\n\r\n`,
    },
    {
      name: 'the answer to a HEAD',
      version: '1.1',
      method: 'HEAD',
      framing: 'Transfer-Encoding: chunked',
      body: '',
    },
    { name: 'a body with a length', version: '1.1', method: 'GET', framing: 'Content-Length: 2', body: 'ok' },
  ])('are neither sent nor announced to $name', async ({ version, method, framing, body }) => {
    const endpoint = await answering(`HTTP/1.1 200 OK\r\n${framing}\r\nTrailer: X-Sum\r\n\r\n${body}`);
    const proxy = await proxyTo([endpoint]);
    const received = await rawClient(proxy.port, `${method} / HTTP/${version}\r\n${close}\r\n`).received;
    expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(received).not.toMatch(/trailer|x-sum/i);
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 200 });
  });

  it('are dropped with their announcement when the body ends with the connection', async () => {
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        connection.end('HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\n\r\nok');
      }),
    );
    const proxy = await proxyTo([endpoint]);
    const received = await rawClient(proxy.port, `GET / HTTP/1.1\r\n${close}\r\n`).received;
    expect(received.endsWith('\r\n\r\n2\r\nok\r\n0\r\n\r\n')).toBe(true);
    expect(received).not.toMatch(/x-sum/i);
  });
});
