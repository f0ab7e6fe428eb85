import { rawUpstream } from '@hostler/test-kit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rawClient } from '../../testing/client.ts';
import { keep, proxyTo } from '../../testing/scene.ts';
import { fieldLines } from '../../testing/upstreams.ts';

/** A proxy in front of an endpoint that answers with what `respond` returns at that moment, and closes. */
async function proxyOf(respond: () => string): Promise<number> {
  const endpoint = await keep(
    rawUpstream(async (connection) => {
      await connection.head();
      connection.end(respond());
    }),
  );
  return (await proxyTo([endpoint], { service: { retry: { attempts: 1 } } })).port;
}

const get = (version: string): string =>
  `GET / HTTP/${version}\r\nHost: shop.test\r\nConnection: close\r\n\r\n`;

describe('a response head', () => {
  it('reaches the client with any status from 200 to 999', async () => {
    let status = 0;
    const port = await proxyOf(() => `HTTP/1.1 ${status} \r\nContent-Length: 0\r\n\r\n`);
    for (status of [
      200, 201, 203, 205, 206, 226, 299, 300, 308, 399, 400, 418, 451, 499, 500, 502, 511, 599, 600, 777, 999,
    ]) {
      expect((await rawClient(port, get('1.1')).received).slice(0, 13)).toBe(`HTTP/1.1 ${status} `);
    }
  });

  it('reaches the client with its reason phrase, or with the usual one where it has none', async () => {
    let line = '';
    const port = await proxyOf(() => `HTTP/1.1 ${line}\r\nContent-Length: 0\r\n\r\n`);
    const expected = [
      ['200 Fine', '200 Fine'],
      ["200 It's \tok: caf\xe9", "200 It's \tok: caf\xe9"],
      ['200 ', '200 OK'],
      ['200', '200 OK'],
      ['599 ', '599 '],
    ] as const;
    for (const [sent, received] of expected) {
      line = sent;
      expect((await rawClient(port, get('1.1')).received).split('\r\n')[0]).toBe(`HTTP/1.1 ${received}`);
    }
  });

  it.each(['0', '99', '1000', '-1', 'abc', '20', '', '200x', '+200'])(
    'is a 502 with the status %j',
    async (status) => {
      const port = await proxyOf(() => `HTTP/1.1 ${status} OK\r\nContent-Length: 0\r\n\r\n`);
      expect(await rawClient(port, get('1.1')).received).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n/);
    },
  );

  it('keeps a field whose name means something to JavaScript', async () => {
    const port = await proxyOf(
      () => 'HTTP/1.1 200 OK\r\n__proto__: a\r\nconstructor: b\r\ntoString: c\r\nContent-Length: 0\r\n\r\n',
    );
    const received = await rawClient(port, get('1.1')).received;
    expect(['__proto__', 'constructor', 'toString'].flatMap((name) => fieldLines(received, name))).toEqual([
      '__proto__: a',
      'constructor: b',
      'toString: c',
    ]);
  });

  it('of whatever bytes is passed on or answered 502, and the proxy lives', async () => {
    let bytes = '';
    const port = await proxyOf(() => bytes);
    const octet = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
    const text = fc.string({ unit: octet, maxLength: 12 });
    const name = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          'Connection',
          'Trailer',
          'Date',
          'Set-Cookie',
          'Upgrade',
          'Keep-Alive',
          'Content-Disposition',
          'Transfer-Encoding',
          'Content-Length',
          'TE',
          'Expect',
          'X-A',
        ),
      },
      { weight: 1, arbitrary: text },
    );
    const value = fc.oneof(
      fc.constantFrom('close', 'chunked', '0', '3', 'X-A', '', 'trailers', 'keep-alive, Trailer'),
      text,
    );
    const head = fc.record({
      status: fc.oneof(
        fc.integer({ min: 100, max: 999 }),
        fc.constantFrom(100, 101, 103, 199, 204, 205, 304),
      ),
      reason: text,
      fields: fc.array(fc.tuple(name, value), { maxLength: 6 }),
      body: fc.constantFrom(
        '',
        'abc',
        '3\r\nabc\r\n0\r\n\r\n',
        '3\r\nabc\r\n0\r\nTrailer: a\r\nX-A: b\r\n\r\n',
        'HTTP/1.1 200 OK\r\n\r\n',
      ),
      version: fc.constantFrom('1.0', '1.1'),
    });
    await fc.assert(
      fc.asyncProperty(head, async ({ status, reason, fields, body, version }) => {
        const lines = fields.map(([field, content]) => `${field}: ${content}\r\n`).join('');
        bytes = `HTTP/1.1 ${status} ${reason}\r\n${lines}\r\n${body}`;
        const received = await rawClient(port, get(version)).received;
        expect(received).toMatch(/^(HTTP\/1\.1 \d{3} |$)/);
      }),
      { numRuns: 300 },
    );
    bytes = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
    expect((await rawClient(port, get('1.1')).received).endsWith('ok')).toBe(true);
  });
});
