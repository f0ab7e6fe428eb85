import type { Attempt, AttemptHandler, AttemptTimeouts, UpstreamRequest } from './attempt.ts';
import { Connection } from './connection.ts';
import type { ConnectionKeeper, DialOptions } from './connection.ts';
import { requestHead } from './request-head.ts';
import { UpstreamAttempt } from './upstream-attempt.ts';

/** How to reach one endpoint and what to keep for it. */
export interface ConnectionPoolOptions extends DialOptions {
  /** Idle connections kept at most; above it the one that is idle for longest is closed. @default 256 @minimum 0 */
  readonly maxIdleSockets?: number;
  /**
   * How long a connection may lie idle after a response without `Keep-Alive: timeout=N`; with it N seconds less one
   * count, a minute at most. Below the shortest common timeout of endpoints (Node's 5 s).
   * @unit ms @default 4_000 @minimum 0 which keeps none
   */
  readonly idleSocketMs?: number;
}

/** How many connections a pool has, by what they do. Each is counted once. */
export interface ConnectionStats {
  /** Kept alive and waiting for a request. */
  readonly idle: number;
  /** Established and serving an exchange. */
  readonly active: number;
  readonly connecting: number;
}

/** The connections to one endpoint: opened when needed, one exchange at a time, kept alive in between. */
export class ConnectionPool {
  readonly #options: DialOptions & Required<Pick<ConnectionPoolOptions, 'maxIdleSockets' | 'idleSocketMs'>>;
  readonly #connections = new Set<Connection>();
  /** The last one released is at the end, and the first to be used again: the others get old and are closed. */
  readonly #idle: Connection[] = [];
  readonly #keeper: ConnectionKeeper = {
    released: (connection) => this.#keep(connection),
    closed: (connection) => this.#forget(connection),
  };
  #isClosing = false;
  #isDestroyed = false;

  constructor(options: ConnectionPoolOptions) {
    this.#options = { maxIdleSockets: 256, idleSocketMs: 4_000, ...options };
  }

  /**
   * Sends a request, on an idle connection if there is one. After `close` it still works, on a connection that is not
   * kept.
   * @param options.fresh dials in any case: for the retry after a reused connection turned out to be closed.
   * @throws SerializeError for a head that must not be on the wire; nothing was dialled then.
   */
  open(
    request: UpstreamRequest,
    handler: AttemptHandler,
    timeouts: AttemptTimeouts,
    options: { readonly fresh: boolean },
  ): Attempt {
    const head = requestHead(request);
    const { clock, idleSocketMs } = this.#options;
    const connection = (options.fresh ? null : this.#takeIdle()) ?? this.#dial();
    return new UpstreamAttempt({ request, head, handler, timeouts, clock, idleSocketMs }, connection);
  }

  /** Drains: idle connections close now, the others after their exchange. */
  close(): void {
    this.#isClosing = true;
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) idle.close();
  }

  /**
   * Closes all connections at once: exchanges fail with `connection_terminated` or `http_response_incomplete`, and so
   * does what is opened afterwards.
   */
  destroy(): void {
    this.#isClosing = true;
    this.#isDestroyed = true;
    // A copy, since whoever is told may open another attempt.
    for (const connection of Array.from(this.#connections)) connection.break(destroyed());
  }

  get stats(): ConnectionStats {
    let connecting = 0;
    for (const connection of this.#connections) {
      if (!connection.isConnected) connecting++;
    }
    const idle = this.#idle.length;
    return { idle, active: this.#connections.size - connecting - idle, connecting };
  }

  #dial(): Connection {
    const connection = new Connection(this.#options, this.#keeper);
    this.#connections.add(connection);
    // A tick later, because nobody is told anything from within `open`.
    if (this.#isDestroyed) process.nextTick(() => connection.break(destroyed()));
    return connection;
  }

  #takeIdle(): Connection | null {
    for (let connection = this.#idle.pop(); connection !== undefined; connection = this.#idle.pop()) {
      if (connection.isUsable) return connection;
      connection.close();
    }
    return null;
  }

  #keep(connection: Connection): void {
    if (this.#isClosing || this.#options.maxIdleSockets === 0) {
      connection.close();
      return;
    }
    if (this.#idle.length >= this.#options.maxIdleSockets) this.#idle[0]?.close();
    this.#idle.push(connection);
  }

  #forget(connection: Connection): void {
    this.#connections.delete(connection);
    const at = this.#idle.lastIndexOf(connection);
    if (at !== -1) this.#idle.splice(at, 1);
  }
}

function destroyed(): Error {
  return new Error('connection pool destroyed');
}
