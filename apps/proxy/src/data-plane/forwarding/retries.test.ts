import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { closedPort, hangingPort, httpUpstream, rawUpstream, silentUpstream } from '@hostler/test-kit';
import type { Upstream } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { ask, rawClient } from '../../testing/client.ts';
import { keep, proxyTo, toShop } from '../../testing/scene.ts';
import { replayLimitBytes } from './upload.ts';

const first = { random: () => 0, service: { loadBalancing: { policy: 'round-robin' } } };

/** Answers with the method, the size and the hash of what it got. */
function hashing(): Promise<Upstream> {
  return keep(
    httpUpstream((request, response) => {
      const hash = createHash('sha256');
      let size = 0;
      request.on('data', (chunk: Buffer) => {
        hash.update(chunk);
        size += chunk.length;
      });
      request.on('end', () => response.end(`${request.method} ${size} ${hash.digest('hex')}`));
    }),
  );
}

function sha256(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Takes the head and `bytes` of the body, then resets. */
function resettingAfter(bytes: number): ReturnType<typeof rawUpstream> {
  return keep(
    rawUpstream(async (connection) => {
      await connection.head();
      if (bytes > 0) await connection.bytes(bytes);
      connection.reset();
    }),
  );
}

describe('a body that was partly sent', () => {
  it('is sent again from its first byte, with the rest as it comes', async () => {
    const resets = await resettingAfter(1_000);
    const hashes = await hashing();
    const { port } = await proxyTo([resets, hashes], first);
    const body = Buffer.alloc(40_000, 'replay');
    const answer = await new Promise<string>((resolve, reject) => {
      const request = httpRequest({ host: '127.0.0.1', port, method: 'PUT', ...toShop }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          resolve(text);
        });
      });
      request.on('error', reject);
      request.write(body.subarray(0, 1_000));
      // The rest is sent only when the first endpoint is gone, so that the retry begins with half a body.
      resets
        .connection(0)
        .then((connection) => connection.closed)
        .then(() => request.end(body.subarray(1_000)))
        .catch(reject);
    });
    expect(answer).toBe(`PUT 40000 ${sha256(body)}`);
  });

  it('is not sent again once it is larger than the replay buffer', async () => {
    const resets = await resettingAfter(replayLimitBytes + 1);
    const hashes = await hashing();
    const proxy = await proxyTo([resets, hashes], first);
    const answer = await ask(proxy.port, { method: 'PUT', body: Buffer.alloc(200_000), ...toShop });
    expect([answer.status, answer.headers['proxy-status']]).toEqual([
      502,
      'hostler; error=connection_terminated',
    ]);
    expect(hashes.accepted).toBe(0);
  });

  it('of a chunked PUT is sent again with its trailers', async () => {
    const resets = await resettingAfter(0);
    const trailers: unknown[] = [];
    const alive = await keep(
      httpUpstream((request, response) => {
        request.resume();
        request.on('end', () => {
          trailers.push(request.trailers);
          response.end('done');
        });
      }),
    );
    const { port } = await proxyTo([resets, alive], first);
    const head =
      'PUT / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\nTrailer: Digest\r\nTransfer-Encoding: chunked\r\n\r\n';
    const received = await rawClient(port, `${head}5\r\nhello\r\n0\r\nDigest: d\r\n\r\n`).received;
    expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(trailers).toEqual([{ digest: 'd' }]);
  });
});

describe('a kept-alive connection that is closed as it is used', () => {
  it('costs a GET nothing and its endpoint no blame', async () => {
    // Answers once on each connection, and resets it when a second request comes.
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        await connection.head();
        connection.reset();
      }),
    );
    const proxy = await proxyTo([endpoint]);
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await ask(proxy.port, { path: `/${i}`, ...toShop })).status);
    expect(statuses).toEqual([200, 200, 200, 200]);
    expect(await proxy.accessLine((line) => line['path'] === '/1')).toMatchObject({
      attempts: 2,
      status: 200,
    });
  });

  it('ends a POST with 502, which may have been done', async () => {
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        await connection.head();
        connection.reset();
      }),
    );
    const { port } = await proxyTo([endpoint]);
    expect((await ask(port, toShop)).status).toBe(200);
    expect((await ask(port, { method: 'POST', ...toShop })).status).toBe(502);
    expect(endpoint.accepted).toBe(1);
  });
});

describe('how long a request tries', () => {
  it('ends together with `timeouts.acquire` while endpoints neither accept nor refuse', async () => {
    const hosts = [];
    for (let i = 0; i < 3; i++) hosts.push({ address: '127.0.0.1', port: (await keep(hangingPort())).port });
    const proxy = await proxyTo(hosts, { service: { timeouts: { connect: '150ms', acquire: '200ms' } } });
    const answer = await ask(proxy.port, toShop);
    expect([answer.status, answer.headers['proxy-status']]).toEqual([
      504,
      'hostler; error=connection_timeout',
    ]);
    expect(await proxy.accessLine(() => true)).toMatchObject({ attempts: 2 });
  });

  it('ends with `timeouts.request`, also in the middle of the response', async () => {
    const slow = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf');
        await connection.closed;
      }),
    );
    const silent = await keep(silentUpstream());
    const inBody = await proxyTo([slow], { service: { timeouts: { request: '100ms' } } });
    const before = await proxyTo([silent], { service: { timeouts: { request: '100ms' } } });
    expect(await ask(inBody.port, toShop)).toMatchObject({ status: 200, cut: true });
    expect(await inBody.accessLine(() => true)).toMatchObject({ error: 'request_deadline' });
    expect((await ask(before.port, toShop)).status).toBe(504);
    expect(await before.accessLine(() => true)).toMatchObject({ error: 'request_deadline', attempts: 1 });
  });

  it('counts the attempts that sent something, not those that did not', async () => {
    const refusing = { address: '127.0.0.1', port: await closedPort() };
    const resets = [await resettingAfter(0), await resettingAfter(0), await resettingAfter(0)];
    const proxy = await proxyTo([refusing, ...resets], {
      random: () => 0,
      service: { loadBalancing: { policy: 'round-robin' }, retry: { attempts: 2 } },
    });
    const answer = await ask(proxy.port, toShop);
    expect([answer.status, answer.headers['proxy-status']]).toEqual([
      502,
      'hostler; error=connection_terminated',
    ]);
    expect(await proxy.accessLine(() => true)).toMatchObject({ attempts: 3 });
  });
});

describe('a response that is kept while a better one is looked for', () => {
  it('is passed on whole, also when it is large, when the next endpoint fails', async () => {
    const body = Buffer.alloc(3 * 1024 * 1024, 'busy');
    const busy = await keep(
      httpUpstream((_request, response) => {
        response.writeHead(503, { 'Content-Length': body.length }).end(body);
      }),
    );
    const refusing = { address: '127.0.0.1', port: await closedPort() };
    const { port } = await proxyTo([busy, refusing], first);
    const answer = await ask(port, toShop);
    expect([answer.status, answer.cut, sha256(answer.body)]).toEqual([503, false, sha256(body)]);
  });

  it('is cut when it breaks off after it was passed on', async () => {
    const busy = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write('HTTP/1.1 503 Busy\r\nContent-Length: 10\r\n\r\nhalf');
        connection.reset();
      }),
    );
    const refusing = { address: '127.0.0.1', port: await closedPort() };
    const { port } = await proxyTo([busy, refusing], first);
    expect(await ask(port, toShop)).toMatchObject({ status: 503, cut: true });
  });

  it('is dropped for a response that is not retriable, and its connection closed', async () => {
    const busy = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write('HTTP/1.1 503 Busy\r\nContent-Length: 1000000\r\n\r\nbusy');
        await connection.drain();
      }),
    );
    const alive = await hashing();
    const { port } = await proxyTo([busy, alive], first);
    expect((await ask(port, toShop)).status).toBe(200);
    await busy.allClosed();
    expect(busy.open).toBe(0);
  });

  it('of a POST is passed on at once: it may have been done', async () => {
    const busy = await keep(
      httpUpstream((_request, response) => {
        response.writeHead(503).end('busy');
      }),
    );
    const alive = await hashing();
    const proxy = await proxyTo([busy, alive], first);
    expect((await ask(proxy.port, { method: 'POST', body: 'x', ...toShop })).status).toBe(503);
    expect(alive.accepted).toBe(0);
  });
});

describe('the retry budget', () => {
  it('ends retries when they are more than a share of the requests', async () => {
    const busy = await keep(
      httpUpstream((_request, response) => {
        response.writeHead(503).end('busy');
      }),
    );
    const other = await keep(
      httpUpstream((_request, response) => {
        response.writeHead(503).end('busy');
      }),
    );
    const proxy = await proxyTo([busy, other], { random: () => 0, service: { retry: { budget: '0%' } } });
    for (let i = 0; i < 150; i++) await ask(proxy.port, toShop);
    const lines = await proxy.allAccessLines();
    // The reserve alone: ten a second over the window of ten seconds.
    expect(lines.filter((line) => line['attempts'] === 2)).toHaveLength(100);
  });
});
