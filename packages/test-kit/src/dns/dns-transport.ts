import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { portOf } from '../upstreams/listen.ts';

/** Answers one message; null says nothing. */
export type DnsResponder = (message: Buffer, transport: 'udp' | 'tcp') => Buffer | null;

/** UDP and TCP on one port of 127.0.0.1, as DNS has it. */
export interface DnsTransport {
  readonly port: number;
  close(): Promise<void>;
}

/** Another process may have the UDP port whose TCP half we got. */
const mostTries = 20;

/** Listens on a free port. @throws the system's error when no port is free for both */
export async function listenForDns(respond: DnsResponder): Promise<DnsTransport> {
  for (let tries = 1; ; tries++) {
    const tcp = await listenOnTcp(respond);
    try {
      const udp = await listenOnUdp(tcp.port, respond);
      return {
        port: tcp.port,
        close: async () => {
          await Promise.all([tcp.close(), udp.close()]);
        },
      };
    } catch (error) {
      await tcp.close();
      if (tries === mostTries) throw error;
    }
  }
}

async function listenOnUdp(port: number, respond: DnsResponder): Promise<DnsTransport> {
  const socket = createSocket('udp4');
  socket.on('message', (message, sender) => {
    const reply = respond(message, 'udp');
    if (reply !== null) socket.send(reply, sender.port, sender.address);
  });
  socket.bind(port, '127.0.0.1');
  await once(socket, 'listening');
  return {
    port,
    async close() {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}

async function listenOnTcp(respond: DnsResponder): Promise<DnsTransport> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A resolver that was cancelled resets its connection.
    socket.on('error', () => {});
    serveStream(socket, respond);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server),
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Each message has its length in two bytes before it (RFC 1035 4.2.2). */
function serveStream(socket: Socket, respond: DnsResponder): void {
  let received = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      const end = 2 + received.readUInt16BE(0);
      const reply = respond(received.subarray(2, end), 'tcp');
      received = received.subarray(end);
      if (reply !== null) socket.write(framed(reply));
    }
  });
}

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length, 0);
  return Buffer.concat([length, message]);
}
