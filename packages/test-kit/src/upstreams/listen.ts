import type { Server, Socket } from 'node:net';
import { once } from 'node:events';

/** What every upstream of the kit has. */
export interface Upstream {
  /** Always `127.0.0.1`. */
  readonly address: string;
  readonly port: number;
  /** `http://127.0.0.1:port`, without a slash at the end. */
  readonly origin: string;
  /** Connections accepted since the start. */
  readonly accepted: number;
  /** Connections that are open now. */
  readonly open: number;
  /** Resolves once no connection is open; at once if none is. */
  allClosed(): Promise<void>;
  /** Stops listening and destroys what is open. */
  close(): Promise<void>;
}

/** Counts the connections of a server on a free port of 127.0.0.1. */
export class ListeningUpstream implements Upstream {
  readonly address = '127.0.0.1';
  readonly port: number;
  readonly #server: Server;
  readonly #sockets: Set<Socket>;
  readonly #counter: { accepted: number };

  private constructor(server: Server, port: number, sockets: Set<Socket>, counter: { accepted: number }) {
    this.#server = server;
    this.port = port;
    this.#sockets = sockets;
    this.#counter = counter;
  }

  static async on(server: Server): Promise<ListeningUpstream> {
    const sockets = new Set<Socket>();
    const counter = { accepted: 0 };
    server.on('connection', (socket: Socket) => {
      counter.accepted++;
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ListeningUpstream(server, portOf(server), sockets, counter);
  }

  get origin(): string {
    return `http://${this.address}:${this.port}`;
  }

  get accepted(): number {
    return this.#counter.accepted;
  }

  get open(): number {
    return this.#sockets.size;
  }

  async allClosed(): Promise<void> {
    // A socket that is accepted meanwhile is waited for as well.
    while (this.#sockets.size > 0) {
      await Promise.all([...this.#sockets].map(closeOf));
    }
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all([closed, this.allClosed()]);
  }
}

/** Not `once`, which rejects when an error comes before the close. */
function closeOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve());
  });
}

/** The port that a server has bound. @throws Error if it listens on none. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address.port;
}
