import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { rawUpstream, silentUpstream } from './raw-upstream.ts';
import type { ConnectionScript, RawUpstream } from './raw-upstream.ts';

const cleanUp: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of cleanUp.splice(0)) await close();
});

async function start(script: ConnectionScript): Promise<RawUpstream> {
  const upstream = await rawUpstream(script);
  cleanUp.push(() => upstream.close());
  return upstream;
}

async function dial(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  cleanUp.push(async () => {
    socket.destroy();
  });
  await once(socket, 'connect');
  return socket;
}

async function readAll(socket: Socket): Promise<string> {
  let text = '';
  for await (const data of socket) text += String(data);
  return text;
}

describe('rawUpstream', () => {
  test('gives a script the head, then the body by length or marker, and sends what it writes', async () => {
    const seen: string[] = [];
    const upstream = await start(async (connection) => {
      seen.push(await connection.head(), (await connection.bytes(3)).toString(), await connection.until('|'));
      await connection.write('done');
      connection.end();
    });
    const socket = await dial(upstream.port);
    socket.write('GET / HTTP/1.1\r\n\r\nabcde|f');

    expect(await readAll(socket)).toBe('done');
    expect(seen).toEqual(['GET / HTTP/1.1\r\n\r\n', 'abc', 'de|']);
  });

  test('takes what one read brought', async () => {
    const seen: string[] = [];
    const { promise: done, resolve } = Promise.withResolvers<void>();
    const upstream = await start(async (connection) => {
      seen.push((await connection.some()).toString());
      await connection.write('next');
      seen.push((await connection.some()).toString());
      resolve();
    });
    const socket = await dial(upstream.port);
    socket.write('one packet');
    await once(socket, 'data');
    socket.write('two');
    await done;

    expect(seen).toEqual(['one packet', 'two']);
  });

  test('takes what comes until the end of the other side', async () => {
    const { promise: received, resolve } = Promise.withResolvers<string>();
    const upstream = await start(async (connection) => resolve((await connection.rest()).toString()));
    const socket = await dial(upstream.port);
    socket.write('one');
    socket.end('two');

    expect(await received).toBe('onetwo');
  });

  test('resets a connection', async () => {
    const upstream = await start((connection) => connection.reset());
    const socket = connect(upstream.port, '127.0.0.1');
    const error: unknown[] = await once(socket, 'error');

    expect(error).toMatchObject([{ code: 'ECONNRESET' }]);
  });

  test('numbers connections and hands them out before and after they were accepted', async () => {
    const upstream = await start(() => {});
    const second = upstream.connection(1);
    await dial(upstream.port);
    await dial(upstream.port);

    expect((await second).index).toBe(1);
    expect((await upstream.connection(0)).index).toBe(0);
    expect({ accepted: upstream.accepted, open: upstream.open }).toEqual({ accepted: 2, open: 2 });
  });

  test('closes a connection after its script when the client closes', async () => {
    const upstream = await start(async (connection) => {
      await connection.head();
    });
    const socket = await dial(upstream.port);
    socket.end('GET / HTTP/1.1\r\n\r\nmore');
    await upstream.connection(0);
    await upstream.allClosed();

    expect(upstream.open).toBe(0);
  });

  test('takes no offence when the client leaves in the middle of a script', async () => {
    const upstream = await start(async (connection) => {
      await connection.head();
    });
    const socket = await dial(upstream.port);
    socket.end('GET');
    await (
      await upstream.connection(0)
    ).closed;

    await expect(upstream.close()).resolves.toBeUndefined();
    cleanUp.length = 0;
  });

  test('gives what a script threw to whoever closes it', async () => {
    const upstream = await rawUpstream(() => {
      throw new Error('expected another request');
    });
    const socket = await dial(upstream.port);
    await once(socket, 'close');

    await expect(upstream.close()).rejects.toMatchObject({ errors: [new Error('expected another request')] });
  });
});

describe('silentUpstream', () => {
  test('takes a request and says nothing until the client closes', async () => {
    const upstream = await silentUpstream();
    cleanUp.push(() => upstream.close());
    const socket = await dial(upstream.port);
    socket.end('GET / HTTP/1.1\r\n\r\n');

    expect(await readAll(socket)).toBe('');
    expect((await upstream.connection(0)).bytesReceived).toBe(18);
  });
});
