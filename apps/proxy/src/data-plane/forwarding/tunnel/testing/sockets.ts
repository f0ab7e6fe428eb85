import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { afterEach } from 'vitest';

/** The two ends of one TCP connection. */
export interface SocketPair {
  /** The accepting end; half-open like the sockets of an HTTP server. */
  readonly accepted: Socket;
  readonly dialled: Socket;
}

const open: Socket[] = [];

afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
});

/** Two connected sockets, destroyed after the test. Nothing is read before a test asks for it. */
export async function socketPair(): Promise<SocketPair> {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
  const accepting = new Promise<Socket>((resolve) => {
    server.once('connection', resolve);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('the server listens on no port');
  const dialled = connect(at.port, at.address);
  const accepted = await accepting;
  server.close();
  for (const socket of [accepted, dialled]) {
    socket.on('error', () => {});
    open.push(socket);
  }
  return { accepted, dialled };
}

/** What a socket receives, from now on. */
export class Received {
  bytes = Buffer.alloc(0);
  ended = false;
  closed = false;

  constructor(socket: Socket) {
    socket.on('data', (data: Buffer) => {
      this.bytes = Buffer.concat([this.bytes, data]);
    });
    socket.once('end', () => {
      this.ended = true;
    });
    socket.once('close', () => {
      this.closed = true;
    });
    socket.resume();
  }
}
