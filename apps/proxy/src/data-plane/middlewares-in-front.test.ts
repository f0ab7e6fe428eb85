import { once } from 'node:events';
import { FakeClock, rawUpstream, silentUpstream } from '@hostler/test-kit';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { ask, rawClient } from '../testing/client.ts';
import { keep, proxyTo, toShop } from '../testing/scene.ts';
import type { SceneOptions } from '../testing/scene.ts';
import { answering, fieldLines, recording } from '../testing/upstreams.ts';

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

describe('a body that a middleware in front has read', () => {
  const parsers = { before: [express.json(), express.urlencoded({ extended: false }), express.text()] };
  const json = { ...toShop.headers, 'content-type': 'application/json' };

  it.each([
    { name: "hostler's server", options: parsers },
    { name: 'a server of its own', options: { ...parsers, ...ownApp } },
  ])('is gone, and we say so: $name', async ({ options }) => {
    const { upstream, heads } = await recording();
    const proxy = await proxyTo([upstream], options);
    const answer = await ask(proxy.port, { method: 'POST', headers: json, body: '{"a":1}' });
    expect([answer.status, JSON.parse(answer.body.toString())]).toMatchObject([
      500,
      { error: 'request_body_consumed' },
    ]);
    expect(answer.headers['proxy-status']).toBe('hostler; error=proxy_configuration_error');
    expect(heads).toEqual([]);
    expect(await proxy.onlyAccessLine()).toMatchObject({ error: 'request_body_consumed' });
  });

  it.each([
    { name: 'a GET', method: 'GET', headers: json, body: undefined },
    {
      name: 'a POST of 0 bytes',
      method: 'POST',
      headers: { ...json, 'content-length': '0' },
      body: undefined,
    },
    {
      name: 'a type that the parser leaves alone',
      method: 'POST',
      headers: { ...json, 'content-type': 'image/png' },
      body: 'png',
    },
  ])('is no matter where there is nothing to read: $name', async ({ method, headers, body }) => {
    for (const options of [parsers, { ...parsers, ...ownApp }]) {
      const proxy = await proxyTo([await answering()], {
        ...options,
        service: { timeouts: { idle: '50ms' } },
      });
      const answer = await ask(proxy.port, { method, headers, ...(body === undefined ? {} : { body }) });
      expect([answer.status, answer.body.toString()]).toEqual([200, 'ok']);
    }
  });
});

it('waits for as long as it takes for the answer to a POST of 0 bytes', async () => {
  const clock = new FakeClock();
  const endpoint = await keep(silentUpstream());
  const proxy = await proxyTo([endpoint], {
    clock,
    service: { timeouts: { idle: '1s', responseHeader: '1h' } },
  });
  const answer = ask(proxy.port, { ...toShop, method: 'POST' });
  const connection = await endpoint.connection(0);
  await once(connection.socket, 'data');
  clock.advance(600_000);
  await connection.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
  expect([(await answer).status, (await answer).body.toString()]).toEqual([200, 'ok']);
});

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
