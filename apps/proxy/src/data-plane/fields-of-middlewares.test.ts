import { describe, expect, it } from 'vitest';
import { ask, rawClient } from '../testing/client.ts';
import { proxyTo, toShop } from '../testing/scene.ts';
import { answering, fieldLines } from '../testing/upstreams.ts';

/** Like an app of its own: Express's defaults, and a server made without our options. */
const ownApp = { poweredBy: true, serverOptions: {} } as const;

const get = 'GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n';

describe('fields that a middleware in front has set', () => {
  it('go out with the response, whose own have the last word', async () => {
    const endpoint = await answering(
      'HTTP/1.1 200 OK\r\nX-Both: endpoint\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nVary: Accept\r\nContent-Length: 2\r\n\r\nok',
    );
    const proxy = await proxyTo([endpoint], {
      ...ownApp,
      before: [
        (_request, response, next) => {
          response.setHeader('X-Ours', 'middleware');
          response.setHeader('x-both', 'middleware');
          response.setHeader('Set-Cookie', ['c=3', 'd=4']);
          response.setHeader('Vary', 'Origin');
          next();
        },
      ],
    });
    const { headers, rawHeaders } = await ask(proxy.port, toShop);
    expect(headers['x-powered-by']).toBe('Express');
    expect([headers['x-ours'], headers['x-both']]).toEqual(['middleware', 'endpoint']);
    expect(headers['set-cookie']?.toSorted()).toEqual(['a=1', 'b=2', 'c=3', 'd=4']);
    expect(headers.vary?.split(', ').toSorted()).toEqual(['Accept', 'Origin']);
    expect(rawHeaders.filter((name) => name.toLowerCase() === 'set-cookie').length).toBe(4);
  });

  it.each([
    { name: 'Content-Length', value: '5' },
    { name: 'Transfer-Encoding', value: 'chunked' },
    { name: 'Trailer', value: 'X-Sum' },
    { name: 'Keep-Alive', value: 'timeout=1' },
    { name: 'Upgrade', value: 'h2c' },
  ])('say nothing about how the response is framed: $name', async ({ name, value }) => {
    for (const [bytes, body] of [
      ['HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nnine chars', 'nine char'],
      [
        'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n9\r\nnine char\r\n0\r\n\r\n',
        'nine char',
      ],
      ['HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n', ''],
    ] as const) {
      const proxy = await proxyTo([await answering(bytes)], {
        ...ownApp,
        before: [
          (_request, response, next) => {
            response.setHeader(name, value);
            next();
          },
        ],
      });
      const answer = await ask(proxy.port, toShop);
      expect([answer.status, answer.cut, answer.body.toString()]).toEqual([
        Number(bytes.slice(9, 12)),
        false,
        body,
      ]);
      expect(answer.headers.upgrade).toBe(undefined);
    }
  });

  it.each(['GET / HTTP/1.1\r\nHost: other.test\r\n\r\n', get])(
    'may close the connection: %s',
    async (bytes) => {
      const proxy = await proxyTo([await answering()], {
        ...ownApp,
        before: [
          (_request, response, next) => {
            response.setHeader('Connection', 'close');
            next();
          },
        ],
      });
      const received = await rawClient(proxy.port, bytes + bytes).received;
      expect(received.match(/HTTP\/1\.1 \d+/g)?.length).toBe(1);
      expect(fieldLines(received, 'connection')).toEqual(['Connection: close']);
    },
  );

  it('do not keep a connection open that an error of ours ends', async () => {
    const proxy = await proxyTo([await answering()], ownApp);
    const received = await rawClient(proxy.port, `GET /# HTTP/1.1\r\nHost: shop.test\r\n\r\n${get}`).received;
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
    expect(fieldLines(received, 'connection')).toEqual(['Connection: close']);
  });

  it('leave every octet of the others as it is', async () => {
    const endpoint = await answering(
      'HTTP/1.1 200 OK\r\nContent-Disposition: inline; filename="caf\xe9"\r\nContent-Length: 2\r\n\r\nok',
    );
    const proxy = await proxyTo([endpoint], ownApp);
    const client = rawClient(proxy.port, get);
    expect(await client.until('ok')).toContain('Content-Disposition: inline; filename="caf\xe9"\r\n');
    client.socket.destroy();
  });
});
