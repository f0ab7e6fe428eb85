import { ServerResponse } from 'node:http';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import { responseUnderWay } from '../data-plane/client-connection.ts';

/** A server that a proxy answers for, and that ends with it. */
export class AttachedServer {
  readonly #server: Server;
  /** Node forgets those that were upgraded, or are read out before they are closed; the server waits for them though. */
  readonly #connections = new Set<Socket>();

  constructor(server: Server, logger: Logger) {
    this.#server = server;
    server.on('connection', (socket: Socket) => {
      this.#connections.add(socket);
      socket.once('close', () => this.#connections.delete(socket));
    });
    server.on('error', (error) => {
      if (server.listening) logger.error({ err: error, listener: 'main' }, 'cannot accept a connection');
      // To listen, or to say why it cannot, is its owner's part: who does not ask gets the exception, as without us.
      else if (server.listenerCount('error') === 1) throw error;
    });
  }

  get isListening(): boolean {
    return this.#server.listening;
  }

  /** Every response from now on, of the app's other handlers too, tells its client to use another connection. */
  endConnections(): void {
    for (const socket of this.#connections) {
      const response = responseUnderWay(socket);
      if (response instanceof ServerResponse) response.shouldKeepAlive = false;
    }
    this.#server.prependListener('request', (_request, response) => {
      response.shouldKeepAlive = false;
    });
  }

  /** Refuses new connections and closes those without a request. @returns once all connections are closed */
  stopAccepting(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }

  /** Waits until no client is owed a response, by the proxy or by one of the app's other handlers. */
  async answered(): Promise<void> {
    for (;;) {
      const owing = [...this.#connections].filter((socket) => responseUnderWay(socket) !== null);
      if (owing.length === 0) return;
      await Promise.all(owing.map((socket) => endOfResponse(socket)));
    }
  }

  /** Closes what is still open. */
  closeConnections(): void {
    for (const socket of this.#connections) socket.destroy();
    // Those that it had before we were attached.
    this.#server.closeAllConnections();
  }
}

/** A response that hands its connection over, to a WebSocket, does not end before that. */
function endOfResponse(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => {
      resolve();
    });
    responseUnderWay(socket)?.once('close', resolve);
  });
}
