import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { Peer } from './exchange.ts';
import { RequestQueue } from './request-queue.ts';

/** The request that came last on a connection, however far it is. */
export interface LatestRequest {
  /** Whether the whole of it has come. */
  readonly isComplete: boolean;
  /** What follows of it is no HTTP; `detail` names the rule. */
  malformed(detail: string): void;
}

/** What the requests on one client connection have in common, for as long as it lasts. */
export interface ClientConnection {
  readonly peer: Peer;
  latest: LatestRequest | null;
  /** The response that was begun is the last one: whatever still comes is read and dropped. */
  isEnding: boolean;
  /** The socket's timer runs on behalf of a response. */
  isTimed: boolean;
  /** Requests that wait until those before them are answered. */
  readonly queue: RequestQueue;
}

const connections = new WeakMap<Socket, ClientConnection>();

/** Made for the first request on a connection, or for what came in the place of one. */
export function connectionOf(socket: Socket): ClientConnection {
  let connection = connections.get(socket);
  if (connection === undefined) {
    connection = {
      peer: peerOf(socket),
      latest: null,
      isEnding: false,
      isTimed: false,
      queue: new RequestQueue(socket),
    };
    connections.set(socket, connection);
  }
  return connection;
}

/** The response that Node is sending on a connection, or will send next. */
export function responseUnderWay(socket: Socket): EventEmitter | null {
  // Node's own name for it, which it has had from the beginning. Nothing public tells.
  const response: unknown = Reflect.get(socket, '_httpMessage');
  return response instanceof EventEmitter ? response : null;
}

function peerOf(socket: Socket): Peer {
  return {
    address: (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/i, ''),
    port: socket.remotePort ?? 0,
    localPort: socket.localPort ?? 0,
    tls: 'encrypted' in socket,
  };
}
