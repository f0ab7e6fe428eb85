import { rawUpstream, silentUpstream } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { ask, rawClient } from '../testing/client.ts';
import { keep, proxyTo, toShop } from '../testing/scene.ts';
import type { SceneOptions } from '../testing/scene.ts';
import { answering, recording } from '../testing/upstreams.ts';

/** Like an app of its own: Express's defaults, and a server made without our options. */
const ownApp = { poweredBy: true, serverOptions: {} } as const;

const get = 'GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n';

describe('a middleware in front that answers', () => {
  it('is all there is to it', async () => {
    const { upstream, heads } = await recording();
    const proxy = await proxyTo([upstream], {
      before: [(_request, response) => void response.status(401).send('who are you?')],
    });
    const answer = await ask(proxy.port, toShop);
    expect([answer.status, answer.body.toString(), heads]).toEqual([401, 'who are you?', []]);
    expect(await proxy.allAccessLines()).toEqual([]);
  });

  it('and passes the request on all the same is not sent after', async () => {
    const { upstream, heads } = await recording();
    const proxy = await proxyTo([upstream], {
      before: [
        (_request, response, next) => {
          response.status(401).send('who are you?');
          next();
        },
      ],
    });
    const answer = await ask(proxy.port, toShop);
    expect([answer.status, answer.body.toString(), heads]).toEqual([401, 'who are you?', []]);
  });

  it('while an endpoint is asked has the word, and the endpoint is left', async () => {
    const endpoint = await keep(silentUpstream());
    const proxy = await proxyTo([endpoint], {
      before: [
        (_request, response, next) => {
          next();
          void endpoint.connection(0).then(() => response.status(503).send('too slow'));
        },
      ],
    });
    const answer = await ask(proxy.port, toShop);
    expect([answer.status, answer.body.toString()]).toEqual([503, 'too slow']);
    await (
      await endpoint.connection(0)
    ).closed;
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 503, attempts: 1 });
  });

  it('at the moment when an endpoint does costs nobody the process', async () => {
    const endpoint = await answering(
      'HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n',
    );
    const proxy = await proxyTo([endpoint], {
      before: [
        (_request, response, next) => {
          next();
          response.write('half of something else');
        },
      ],
    });
    const client = rawClient(proxy.port, get);
    await client.until('half of something else');
    client.socket.destroy();
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 200 });
  });

  it('by destroying the response in the middle of the body ends the request at the endpoint', async () => {
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
        while (!connection.socket.destroyed) {
          await connection.write('4\r\nbody\r\n');
          await new Promise((resolve) => setImmediate(resolve));
        }
      }),
    );
    let destroy = (): void => {};
    const proxy = await proxyTo([endpoint], {
      before: [
        (_request, response, next) => {
          destroy = () => void response.destroy();
          next();
        },
      ],
    });
    const client = rawClient(proxy.port, get);
    await client.until('body');
    destroy();
    await client.received;
    await (
      await endpoint.connection(0)
    ).closed;
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 200, error: 'client_aborted' });
  });
});

describe('a middleware in front whose hook on the head throws', () => {
  /** Throws the first `times` that a head is written; what `on-headers` makes of a listener that throws. */
  const throwing = (times: number): SceneOptions => ({
    before: [
      (_request, response, next) => {
        let left = times;
        const writeHead = response.writeHead.bind(response);
        Object.assign(response, {
          writeHead: (...args: Parameters<typeof writeHead>) => {
            left -= 1;
            if (left >= 0) throw new Error('hook');
            return writeHead(...args);
          },
        });
        next();
      },
    ],
  });

  it('once gets a 500, and the endpoint is left', async () => {
    const endpoint = await answering('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf');
    const proxy = await proxyTo([endpoint], throwing(1));
    const answer = await ask(proxy.port, toShop);
    expect([answer.status, answer.headers['proxy-status']]).toEqual([
      500,
      'hostler; error=proxy_internal_error',
    ]);
    await (
      await endpoint.connection(0)
    ).closed;
    expect(await proxy.onlyAccessLine()).toMatchObject({
      status: 500,
      error: 'proxy_internal_error',
      detail: 'hook',
    });
  });

  it.each(['shop.test', 'other.test'])(
    'every time has its connections cut, and the proxy lives: %s',
    async (host) => {
      const proxy = await proxyTo([await answering()], throwing(Infinity));
      expect(await rawClient(proxy.port, get.replace('shop.test', host)).received).toBe('');
      expect(await rawClient(proxy.port, 'GET / HTTP/1.1\r\n\r\n').received).toBe('');
      const all = await proxy.allAccessLines();
      expect(all.map((line) => line['error'])).toEqual(['proxy_internal_error', 'proxy_internal_error']);
    },
  );
});

describe('a proxy that is not attached to its server', () => {
  it('serves plain requests, and says once what is missing', async () => {
    const { upstream } = await recording();
    const proxy = await proxyTo([upstream], { ...ownApp, attach: false });
    for (let count = 0; count < 3; count++) {
      const answer = await ask(proxy.port, toShop);
      expect([answer.status, answer.body.toString()]).toEqual([200, 'ok']);
    }
    const upgrade = rawClient(
      proxy.port,
      'GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n',
    );
    expect(await upgrade.until('ok')).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    upgrade.socket.destroy();
    const warnings = proxy.log.filter((line) => String(line['msg']).includes('not attached'));
    expect(warnings.length).toBe(1);
  });
});

it('gives the endpoint the whole path, wherever in the app it is mounted', async () => {
  const { upstream, heads } = await recording();
  const proxy = await proxyTo([upstream], {
    before: [
      (request, _response, next) => {
        // What `app.use('/api', proxy)` does to a request on its way in.
        Object.assign(request, { originalUrl: request.url, url: request.url.slice('/api'.length) });
        next();
      },
    ],
  });
  await ask(proxy.port, { ...toShop, path: '/api/items?x=1' });
  expect(heads.join('').split('\r\n')[0]).toBe('GET /api/items?x=1 HTTP/1.1');
});
