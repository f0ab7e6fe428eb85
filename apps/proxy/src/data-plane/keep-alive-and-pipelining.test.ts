import { FakeClock, rawUpstream, silentUpstream } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { rawClient } from '../testing/client.ts';
import { keep, proxyTo } from '../testing/scene.ts';
import { answering, fieldLines, recording } from '../testing/upstreams.ts';

const get = (path: string, fields = ''): string => `GET ${path} HTTP/1.1\r\nHost: shop.test\r\n${fields}\r\n`;
const statuses = (received: string): string[] => received.match(/HTTP\/1\.1 \d+/g) ?? [];

describe('a connection', () => {
  it('is kept, and says for how long', async () => {
    const proxy = await proxyTo([await answering()]);
    const client = rawClient(proxy.port, get('/1'));
    const received = await client.until('ok');
    expect(fieldLines(received, 'connection')).toEqual(['Connection: keep-alive']);
    expect(fieldLines(received, 'keep-alive')).toEqual(['Keep-Alive: timeout=75']);
    client.socket.write(get('/2', 'Connection: close\r\n'));
    expect(statuses(await client.received)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
  });

  it('is closed when the client says so, whatever comes after', async () => {
    const { upstream, heads } = await recording();
    const proxy = await proxyTo([upstream]);
    const client = rawClient(proxy.port, `${get('/1', 'Connection: close\r\n')}\r\n${get('/2')}`);
    expect(statuses(await client.received)).toEqual(['HTTP/1.1 200']);
    expect(heads.length).toBe(1);
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 200, path: '/1' });
  });

  it.each([
    { name: 'an unknown host', request: get('/').replace('shop.test', 'other.test'), status: 404 },
    { name: 'an endpoint that is not there', request: get('/dead'), status: 200 },
  ])(
    'is kept after an error that leaves no doubt about where the next request begins: $name',
    async ({ request, status }) => {
      const proxy = await proxyTo([await answering()]);
      const client = rawClient(proxy.port, request + get('/', 'Connection: close\r\n'));
      expect(statuses(await client.received)).toEqual([`HTTP/1.1 ${status}`, 'HTTP/1.1 200']);
    },
  );

  it('is closed with the response while the proxy shuts down', async () => {
    const endpoint = await keep(silentUpstream());
    const proxy = await proxyTo([endpoint], { proxy: { shutdown: { timeout: '10s' } } });
    const client = rawClient(proxy.port, get('/1') + get('/2'));
    const connection = await endpoint.connection(0);
    const closed = proxy.close();
    await connection.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    const received = await client.received;
    expect([statuses(received), fieldLines(received, 'connection')]).toEqual([
      ['HTTP/1.1 200'],
      ['Connection: close'],
    ]);
    await closed;
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 200 });
  });
});

describe('requests that a client sends ahead', () => {
  it('are answered in order, one after the other', async () => {
    let open = 0;
    let most = 0;
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        for (;;) {
          const [path = ''] = (await connection.head()).split(' ').slice(1);
          open += 1;
          most = Math.max(most, open);
          await new Promise((resolve) => setImmediate(resolve));
          open -= 1;
          await connection.write(`HTTP/1.1 200 OK\r\nContent-Length: ${path.length}\r\n\r\n${path}`);
        }
      }),
    );
    const proxy = await proxyTo([endpoint]);
    const paths = Array.from({ length: 50 }, (_, index) => `/<${index}>`);
    const client = rawClient(proxy.port, paths.map((path) => get(path)).join(''));
    const received = await client.until('<49>');
    client.socket.destroy();
    expect(received.match(/\/<\d+>/g)).toEqual(paths);
    expect([most, endpoint.accepted]).toEqual([1, 1]);
  });

  it('keep their bodies apart', async () => {
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        for (;;) {
          const length = Number(/Content-Length: (\d+)/.exec(await connection.head())?.[1]);
          const body = await connection.bytes(length);
          await connection.write(`HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n${body.toString()}`);
        }
      }),
    );
    const proxy = await proxyTo([endpoint]);
    const post = (body: string): string =>
      `POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const client = rawClient(
      proxy.port,
      post('<first>') + post(`<${'second'.repeat(50_000)}>`) + post('<third>'),
    );
    const received = await client.until('<third>');
    client.socket.destroy();
    expect(received.match(/<\w+>/g)?.map((body) => body.length)).toEqual([7, 300_002, 7]);
  });

  it('are not served after an answer that ends the connection', async () => {
    const { upstream, heads } = await recording();
    const proxy = await proxyTo([upstream]);
    const client = rawClient(proxy.port, get('/1') + get('/#2') + get('/3'));
    expect(statuses(await client.received)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400']);
    expect(heads.map((head) => head.split(' ')[1])).toEqual(['/1']);
    expect((await proxy.allAccessLines()).map((line) => [line['path'], line['status']])).toEqual([
      ['/1', 200],
      ['/#2', 400],
    ]);
  });

  it('are not served after a response that is cut', async () => {
    const { upstream, heads } = await recording(
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nZ',
    );
    const proxy = await proxyTo([upstream]);
    const received = await rawClient(proxy.port, get('/1') + get('/2')).received;
    expect([statuses(received), heads.length]).toEqual([['HTTP/1.1 200'], 1]);
    expect(await proxy.onlyAccessLine()).toMatchObject({ error: 'http_protocol_error' });
  });

  it('are each answered when a middleware takes its time, the longer the earlier', async () => {
    const { upstream } = await recording();
    const held: (() => void)[] = [];
    const proxy = await proxyTo([upstream], {
      before: [
        (_request, _response, next) => {
          held.push(() => next());
          if (held.length === 3) for (const go of held.toReversed()) go();
        },
      ],
    });
    const client = rawClient(proxy.port, get('/1') + get('/2') + get('/3', 'Connection: close\r\n'));
    expect(statuses(await client.received)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 200']);
    expect((await proxy.allAccessLines()).map((line) => line['path'])).toEqual(['/1', '/2', '/3']);
  });

  it('wait while the answer to the one before is slow, also when an upgrade is among them', async () => {
    const endpoint = await keep(silentUpstream());
    const proxy = await proxyTo([endpoint]);
    const upgrade = get(
      '/ws',
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n',
    );
    const client = rawClient(proxy.port, get('/1') + upgrade);
    const connection = await endpoint.connection(0);
    await connection.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    await client.until('ok');
    await connection.write('HTTP/1.1 426 Upgrade Required\r\nContent-Length: 2\r\n\r\nno');
    expect(statuses(await client.until('no'))).toEqual(['HTTP/1.1 200', 'HTTP/1.1 426']);
    client.socket.destroy();
  });

  it('end with a CONNECT among them, and nothing is left open', async () => {
    const endpoint = await keep(silentUpstream());
    const proxy = await proxyTo([endpoint]);
    const client = rawClient(proxy.port, `${get('/1')}CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n`);
    await client.received;
    expect(
      (await proxy.allAccessLines()).map((line) => Number(line['status'])).toSorted((a, b) => a - b),
    ).toEqual([499, 501]);
    await endpoint.allClosed();
  });
});

it('serves thousands of requests that a client sends at once, in order, with and without bodies', async () => {
  const endpoint = await keep(
    rawUpstream(async (connection) => {
      for (;;) {
        const head = await connection.head();
        const body = await connection.bytes(head.includes('Content-Length: 5') ? 5 : 0);
        const text = `<${head.split(' ')[1]}${body.toString()}>`;
        await connection.write(`HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text}`);
      }
    }),
  );
  const proxy = await proxyTo([endpoint]);
  const requests = Array.from({ length: 3000 }, (_, index) =>
    index % 3 === 0
      ? `PUT /${index} HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 5\r\n\r\nhello`
      : get(`/${index}`),
  );
  const last = get('/last', 'Connection: close\r\n');
  const received = await rawClient(proxy.port, requests.join('') + last).received;
  expect(received.match(/<\/\d\w*>/g)).toEqual(
    requests.map((_, index) => `</${index}${index % 3 === 0 ? 'hello' : ''}>`),
  );
});

it('makes nothing of what a client sends after the answer that ends the connection', async () => {
  let seen = 0;
  const proxy = await proxyTo([await answering()], {
    clock: new FakeClock(),
    before: [
      (_request, _response, next) => {
        seen += 1;
        next();
      },
    ],
  });
  const client = rawClient(proxy.port, get('/#'));
  client.socket.allowHalfOpen = true;
  const ended = new Promise((resolve) => client.socket.once('end', resolve));
  await ended;
  const flood = Buffer.from(get('/').repeat(2000));
  for (let count = 0; count < 100; count++) {
    if (!client.socket.write(flood)) await new Promise((resolve) => client.socket.once('drain', resolve));
  }
  client.socket.end();
  await client.received;
  expect(seen).toBe(1);
  expect(await proxy.onlyAccessLine()).toMatchObject({ status: 400 });
});

it('makes nothing of what a client sends during the answer that ends the connection, but sees it leave', async () => {
  let seen = 0;
  const endpoint = await answering('HTTP/1.1 200 OK\r\n\r\nfor ever');
  const proxy = await proxyTo([endpoint], {
    before: [
      (_request, _response, next) => {
        seen += 1;
        next();
      },
    ],
  });
  const client = rawClient(proxy.port, 'GET / HTTP/1.0\r\nHost: shop.test\r\nConnection: keep-alive\r\n\r\n');
  await client.until('for ever');
  const flood = Buffer.from(get('/').repeat(2000));
  for (let count = 0; count < 50; count++) {
    if (!client.socket.write(flood)) await new Promise((resolve) => client.socket.once('drain', resolve));
  }
  client.socket.end();
  await (
    await endpoint.connection(0)
  ).closed;
  expect(seen).toBe(1);
  expect(await proxy.onlyAccessLine()).toMatchObject({ status: 200, error: 'client_aborted' });
});

it('does not let one connection fill the memory with requests sent ahead', async () => {
  const endpoint = await keep(silentUpstream());
  const proxy = await proxyTo([endpoint]);
  const client = rawClient(proxy.port, get('/'));
  const flood = Buffer.from(get('/').repeat(2000));
  let sent = 0;
  const send = (): void => {
    while (client.socket.write(flood)) sent += flood.length;
    sent += flood.length;
  };
  client.socket.on('drain', send);
  send();
  for (let before = -1; before !== sent;) {
    before = sent;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  client.socket.destroy();
  expect(sent).toBeLessThan(32 << 20);
});
