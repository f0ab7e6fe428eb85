import { rawUpstream } from '@hostler/test-kit';
import type { RequestHandler } from 'express';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { rawClient } from '../../../testing/client.ts';
import { keep, proxyTo } from '../../../testing/scene.ts';
import { fieldLines, recording } from '../../../testing/upstreams.ts';
import { opening, switching } from './testing/handshake.ts';
import { echoUpstream, message } from './testing/websockets.ts';

describe('an upgrade that is none for us', () => {
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n';
  it.each([
    {
      name: 'a POST',
      head: 'POST / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 2\r\n',
      body: 'ok',
    },
    {
      name: 'a POST of h2c',
      head: 'POST / HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: x\r\nContent-Length: 2\r\n',
      body: 'ok',
    },
    { name: 'a GET of h2c', head: 'GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n', body: '' },
    {
      name: 'a choice of protocols',
      head: 'GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c, websocket\r\n',
      body: '',
    },
    {
      name: 'a GET with a body',
      head: `GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${key}Content-Length: 2\r\n`,
      body: 'ok',
    },
    {
      name: 'HTTP/1.0',
      head: `GET / HTTP/1.0\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${key}`,
      body: '',
    },
    { name: 'Upgrade without Connection', head: `GET / HTTP/1.1\r\nUpgrade: websocket\r\n${key}`, body: '' },
  ])('is an ordinary request without its Upgrade: $name', async ({ head, body }) => {
    const { upstream, heads } = await recording();
    const proxy = await proxyTo([upstream]);
    const client = rawClient(proxy.port, `${head}Host: shop.test\r\n\r\n${body}`);
    expect(await client.until('\r\n\r\nok')).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    client.socket.destroy();
    expect(fieldLines(heads[0] ?? '', 'upgrade')).toEqual([]);
    expect(fieldLines(heads[0] ?? '', 'connection')).toEqual([]);
    expect(fieldLines(heads[0] ?? '', 'http2-settings')).toEqual([]);
  });

  it.each([
    { name: 'in capitals', fields: 'Connection: UPGRADE\r\nUpgrade: WebSocket\r\n' },
    { name: 'among other options', fields: 'Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n' },
    {
      name: 'with an empty body',
      fields: 'Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 0\r\n',
    },
  ])('but one that is written differently is: $name', async ({ fields }) => {
    const heads: string[] = [];
    const upstream = await keep(
      rawUpstream(async (connection) => {
        heads.push(await connection.head());
        await connection.write(switching());
      }),
    );
    const proxy = await proxyTo([upstream]);
    const client = rawClient(proxy.port, `GET / HTTP/1.1\r\nHost: shop.test\r\n${fields}${key}\r\n`);
    expect(await client.until('\r\n\r\n')).toMatch(/^HTTP\/1\.1 101 /);
    client.socket.destroy();
    expect(fieldLines(heads[0] ?? '', 'connection')).toEqual(['Connection: Upgrade']);
    expect(fieldLines(heads[0] ?? '', 'content-length')).toEqual([]);
  });
});

describe('a WebSocket behind a middleware that asks who it is', () => {
  const auth: RequestHandler = (request, response, next) => {
    if (request.get('authorization') === 'Bearer good') next();
    else response.status(401).set('WWW-Authenticate', 'Bearer').json({ error: 'who are you' });
  };

  it('is refused like any request, before an endpoint hears of it', async () => {
    const { upstream } = await recording();
    const proxy = await proxyTo([upstream], { before: [auth] });
    const text = await rawClient(proxy.port, opening()).received;
    expect(text).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/);
    expect(fieldLines(text, 'www-authenticate')).toEqual(['WWW-Authenticate: Bearer']);
    expect(text).toMatch(/\r\n\r\n\{"error":"who are you"\}$/);
    expect(upstream.accepted).toBe(0);
  });

  it('is let through with what the middleware wants', async () => {
    const proxy = await proxyTo([await echoUpstream()], { before: [auth] });
    const webSocket = new WebSocket(`ws://127.0.0.1:${proxy.port}/`, {
      headers: { host: 'shop.test', authorization: 'Bearer good' },
    });
    webSocket.on('open', () => {
      webSocket.send('hello');
    });
    expect(String((await message(webSocket)).data)).toBe('hello');
    webSocket.terminate();
  });

  it('may wait for the middleware, and loses nothing that was sent meanwhile', async () => {
    const waiting: (() => void)[] = [];
    const slow: RequestHandler = (_request, _response, next) => {
      waiting.push(next);
    };
    const upstream = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write(switching());
        await connection.write(await connection.bytes(5));
      }),
    );
    const proxy = await proxyTo([upstream], { before: [slow] });
    const client = rawClient(proxy.port, `${opening()}early`);
    await new Promise((resolve) => {
      proxy.server.once('upgrade', resolve);
    });
    for (const goOn of waiting) goOn();
    expect(await client.until('early')).toContain('101 Switching');
    client.socket.destroy();
  });

  it('is given up when its client leaves while the middleware thinks', async () => {
    const { promise: closed, resolve: close } = Promise.withResolvers<void>();
    const never: RequestHandler = (_request, response) => {
      response.once('close', close);
    };
    const proxy = await proxyTo([await echoUpstream()], { before: [never] });
    const client = rawClient(proxy.port, opening());
    await new Promise((resolve) => {
      proxy.server.once('upgrade', resolve);
    });
    client.socket.end();
    await closed;
    expect(await client.received).toBe('');
  });

  it('is refused by the proxy itself like any request', async () => {
    const proxy = await proxyTo([await echoUpstream()]);
    const text = await rawClient(proxy.port, opening().replace('shop.test', 'nobody.test')).received;
    expect(text).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/);
    expect(fieldLines(text, 'proxy-status')).toEqual(['Proxy-Status: hostler; error=destination_not_found']);
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 404, error: 'destination_not_found' });
  });
});
