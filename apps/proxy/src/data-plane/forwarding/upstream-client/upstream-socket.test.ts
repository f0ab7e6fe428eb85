import { once } from 'node:events';
import { rawUpstream } from '@hostler/test-kit';
import type { ConnectionScript } from '@hostler/test-kit';
import { describe, expect, test } from 'vitest';
import { atEnd } from './testing/exchange.ts';
import { eventually, turns } from './testing/turns.ts';
import { UpstreamSocket } from './upstream-socket.ts';

/** A socket that is connected to an endpoint, and what was read from it. */
async function connected(script: ConnectionScript): Promise<{ socket: UpstreamSocket; read: () => string }> {
  const upstream = await rawUpstream(script);
  const pieces: Buffer[] = [];
  const socket = new UpstreamSocket((bytes) => pieces.push(bytes));
  atEnd(async () => {
    socket.destroy();
    await upstream.close();
  });
  socket.connect({ host: upstream.address, port: upstream.port });
  await once(socket, 'connect');
  return { socket, read: () => Buffer.concat(pieces).toString() };
}

describe('UpstreamSocket', () => {
  test('reads on after a failed write, up to the end, and remembers the error', async () => {
    const { promise: closed, resolve: close } = Promise.withResolvers<void>();
    const { socket, read } = await connected(async (connection) => {
      await connection.bytes(1);
      await connection.write('the answer');
      connection.reset();
      await connection.closed;
      close();
    });
    // Not read before the write failed, as when all of it falls into one turn of a busy event loop.
    socket.pause();
    socket.write('a');
    await closed;
    socket.write('b');
    await eventually(() => socket.writeError !== null);
    expect({ code: socket.writeError?.code, destroyed: socket.destroyed }).toEqual({
      code: 'ECONNRESET',
      destroyed: false,
    });

    const end = once(socket, 'end');
    socket.resume();
    await end;
    expect(read()).toBe('the answer');
  });

  test('takes no more after a failed write, and says so', async () => {
    const { promise: closed, resolve: close } = Promise.withResolvers<void>();
    const { socket } = await connected(async (connection) => {
      await connection.bytes(1);
      connection.reset();
      await connection.closed;
      close();
    });
    socket.pause();
    socket.write('a');
    await closed;
    let drains = 0;
    socket.on('drain', () => drains++);
    while (socket.write(Buffer.alloc(16_384)));
    await turns();

    expect({ code: socket.writeError?.code, drains }).toEqual({ code: 'ECONNRESET', drains: 0 });
  });

  test('sends writes in order, one at a time and gathered', async () => {
    const { promise: received, resolve: receive } = Promise.withResolvers<Buffer>();
    const { socket } = await connected(async (connection) => receive(await connection.rest()));
    socket.write('one ');
    socket.cork();
    socket.write('two ', 'latin1');
    socket.write(Buffer.from('three '));
    socket.uncork();
    socket.write(Buffer.alloc(1_000_000, '.'));
    socket.end(' end');

    const bytes = await received;
    expect({ length: bytes.length, start: bytes.subarray(0, 16).toString() }).toEqual({
      length: 1_000_018,
      start: 'one two three ..',
    });
  });
});
