import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { rawClient } from '../testing/client.ts';
import { proxyTo } from '../testing/scene.ts';
import { recording } from '../testing/upstreams.ts';

const octet = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
const noise = fc.string({ unit: octet, maxLength: 10 });

const part = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      'GET ',
      'POST ',
      '/',
      '*',
      'http://shop.test/',
      ' HTTP/1.1',
      ' HTTP/1.0',
      'Host: shop.test',
      'Content-Length: 3',
      'Transfer-Encoding: chunked',
      'Transfer-Encoding: gzip, chunked',
      'Expect: 100-continue',
      'Connection: close',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'X: ',
      'Via: 1.1 hostler',
      'TE: trailers',
    ),
  },
  { weight: 6, arbitrary: fc.constantFrom('\r\n', '\r\n', '\r\n', '\n', '\r', '\r\n\r\n') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'abc',
      '3\r\nabc\r\n',
      '0\r\n\r\n',
      '0\r\nX: y\r\n\r\n',
      'ffffffffffffffff\r\n',
    ),
  },
  { weight: 1, arbitrary: noise },
);

const lines = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));
/** Requests that are nearly right get further than noise does. */
const nearly = fc
  .record({
    line: fc.tuple(
      fc.constantFrom('GET', 'POST', 'HEAD', 'OPTIONS', 'TRACE'),
      fc.constantFrom('/', '*', '/a?b', 'http://shop.test/'),
      fc.constantFrom('1.1', '1.0'),
    ),
    fields: fc.array(
      fc.tuple(
        fc.constantFrom(
          'Host',
          'Content-Length',
          'Transfer-Encoding',
          'Expect',
          'Connection',
          'Max-Forwards',
          'X',
        ),
        fc.oneof(
          fc.constantFrom('shop.test', '3', '0', 'chunked', '100-continue', 'close', 'keep-alive'),
          noise,
        ),
      ),
      { maxLength: 5 },
    ),
    body: fc.constantFrom('', 'abc', '3\r\nabc\r\n0\r\n\r\n', '3\r\nabcX'),
  })
  .map(({ line: [method, target, version], fields, body }) => {
    const block = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    return `${method} ${target} HTTP/${version}\r\nHost: shop.test\r\n${block}\r\n${body}`;
  });

it('answers whatever bytes come with well-formed responses, each with its access line, and lives', async () => {
  const { upstream } = await recording();
  const proxy = await proxyTo([upstream], {
    service: { timeouts: { idle: '20ms' } },
    configure: (server) => {
      // Every connection comes to its end soon, without the client's help.
      Object.assign(server, { headersTimeout: 30, connectionsCheckingInterval: 10 });
      Object.assign(server, { keepAliveTimeout: 30, keepAliveTimeoutBuffer: 0 });
    },
  });
  const seed = Date.now();
  const requests = fc.sample(fc.tuple(fc.oneof(lines, nearly), fc.nat(200)), { numRuns: 600, seed });
  const received: string[] = [];
  for (let at = 0; at < requests.length; at += 50) {
    const clients = requests.slice(at, at + 50).map(([bytes, cut]) => {
      const client = rawClient(proxy.port, bytes.slice(0, cut));
      client.socket.write(bytes.slice(cut), 'latin1');
      return client.received;
    });
    received.push(...(await Promise.all(clients)));
  }
  expect(
    received.filter((text) => text !== '' && !text.startsWith('HTTP/1.1 ')),
    `seed ${seed}`,
  ).toEqual([]);
  const finals = received.join('\n').match(/HTTP\/1\.1 [2-9]\d\d [^\r]*\r\n/g) ?? [];
  const after = await rawClient(proxy.port, 'GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n')
    .received;
  expect(after.endsWith('ok')).toBe(true);
  const all = await proxy.allAccessLines();
  expect(all.length - 1, `seed ${seed}`).toBe(finals.length);
  expect(all.filter((line) => line['error'] === 'proxy_internal_error')).toEqual([]);
});
