import { createHash, randomBytes } from 'node:crypto';
import { rawUpstream } from '@hostler/test-kit';
import type { RawUpstream } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { ask, rawClient } from '../../testing/client.ts';
import { keep, proxyTo, toShop } from '../../testing/scene.ts';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const large = randomBytes(24 << 20);

/** Answers with the sha256 of the body of this many bytes. */
function hashing(length: number): Promise<RawUpstream> {
  return keep(
    rawUpstream(async (connection) => {
      await connection.head();
      const digest = sha256(await connection.bytes(length));
      await connection.write(`HTTP/1.1 200 OK\r\nContent-Length: 64\r\n\r\n${digest}`);
    }),
  );
}

describe('a large body', () => {
  it.each([
    { name: 'with a length', framing: { 'content-length': String(large.length) } },
    { name: 'in chunks', framing: { 'transfer-encoding': 'chunked' } },
  ])('arrives at the endpoint as it was sent: $name', async ({ framing }) => {
    const chunked = 'transfer-encoding' in framing;
    const seen = createHash('sha256');
    const endpoint = chunked
      ? await keep(
          rawUpstream(async (connection) => {
            await connection.head();
            for (let got = 0; got < large.length;) {
              const size = Number.parseInt(await connection.until('\r\n'), 16);
              seen.update(await connection.bytes(size));
              await connection.until('\r\n');
              got += size;
            }
            await connection.until('0\r\n\r\n');
            await connection.write(`HTTP/1.1 200 OK\r\nContent-Length: 64\r\n\r\n${seen.digest('hex')}`);
          }),
        )
      : await hashing(large.length);
    const proxy = await proxyTo([endpoint]);
    const answer = await ask(proxy.port, {
      method: 'POST',
      headers: { ...toShop.headers, ...framing },
      body: large,
    });
    expect(answer.body.toString()).toBe(sha256(large));
    expect(await proxy.onlyAccessLine()).toMatchObject({ requestBytes: large.length, bytes: 64 });
  });

  it.each([
    { name: 'with a length', head: `Content-Length: ${large.length}\r\n`, delimited: true },
    { name: 'until the end of the connection', head: '', delimited: false },
  ])('arrives at the client as it was sent: $name', async ({ head }) => {
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        connection.end(Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${head}\r\n`), large]));
      }),
    );
    const proxy = await proxyTo([endpoint]);
    const answer = await ask(proxy.port, toShop);
    expect([answer.cut, sha256(answer.body)]).toEqual([false, sha256(large)]);
    expect(await proxy.onlyAccessLine()).toMatchObject({ bytes: large.length });
  });

  it('arrives at the client as it was sent: in chunks of all sizes', async () => {
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
        for (let at = 0, size = 1; at < large.length; at += size, size = Math.min(size * 3, 1 << 18)) {
          const piece = large.subarray(at, at + size);
          await connection.write(`${piece.length.toString(16)};ext=1\r\n`);
          await connection.write(piece);
          await connection.write('\r\n');
        }
        await connection.write('0\r\n\r\n');
      }),
    );
    const proxy = await proxyTo([endpoint]);
    const answer = await ask(proxy.port, toShop);
    expect([answer.cut, sha256(answer.body)]).toEqual([false, sha256(large)]);
  });
});

describe('backpressure', () => {
  it('of a client reaches the endpoint: what is held of a body stays small', async () => {
    let written = 0;
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write(`HTTP/1.1 200 OK\r\nContent-Length: ${1 << 30}\r\n\r\n`);
        const piece = Buffer.alloc(1 << 16);
        while (!connection.socket.destroyed) {
          if (!connection.socket.write(piece)) {
            await Promise.race([
              new Promise((resolve) => connection.socket.once('drain', resolve)),
              connection.closed,
            ]);
          }
          written += piece.length;
        }
      }),
    );
    const proxy = await proxyTo([endpoint]);
    const client = rawClient(proxy.port, 'GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n');
    client.socket.pause();
    await standstill(() => written);
    // The kernel's buffers on the way take some megabytes; a proxy that does not hold back takes all of it.
    expect(written).toBeLessThan(64 << 20);
    expect(written).toBeGreaterThan(0);
    client.socket.destroy();
  });

  it('of an endpoint reaches the client', async () => {
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        connection.socket.pause();
        await connection.closed;
      }),
    );
    const proxy = await proxyTo([endpoint]);
    const client = rawClient(
      proxy.port,
      `POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: ${1 << 30}\r\n\r\n`,
    );
    let sent = 0;
    const piece = Buffer.alloc(1 << 16);
    const send = (): void => {
      while (client.socket.write(piece)) sent += piece.length;
      sent += piece.length;
    };
    client.socket.on('drain', send);
    send();
    await standstill(() => sent);
    expect(sent).toBeLessThan(64 << 20);
    client.socket.destroy();
  });
});

/** Waits until a count that grew has not changed for a while. */
async function standstill(count: () => number): Promise<void> {
  for (let before = -1, quiet = 0; quiet < 10; quiet = count() === before && before > 0 ? quiet + 1 : 0) {
    before = count();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
