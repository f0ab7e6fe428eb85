import type { Socket } from 'node:net';
import type { Exchange } from './exchange.ts';
import { resetSocket } from './reset-socket.ts';
import type { Gauge } from './stats.ts';

/** The open connections of an instance and the exchanges on them. */
export class Connections {
  readonly #gauge: Gauge;
  readonly #sockets = new Set<Socket>();
  readonly #exchanges = new Set<Exchange>();
  #tellClosed: (() => void)[] = [];

  constructor(gauge: Gauge) {
    this.#gauge = gauge;
  }

  /** Follows a connection until it closes. */
  add(socket: Socket): void {
    const leave = this.#gauge.enter();
    this.#sockets.add(socket);
    // Whoever cares learns of an error by the close that follows; unhandled, it would end the process.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      leave();
      this.#sockets.delete(socket);
      if (this.#sockets.size === 0) for (const tell of this.#tellClosed.splice(0)) tell();
    });
  }

  /** Follows an exchange until its response closes. */
  addExchange(exchange: Exchange): void {
    this.#exchanges.add(exchange);
    exchange.response.on('close', () => this.#exchanges.delete(exchange));
  }

  /** Resets every connection but `spared`. */
  resetAll(spared?: Socket): void {
    for (const exchange of this.#exchanges) {
      if (exchange.request.socket !== spared) exchange.reset();
    }
    for (const socket of this.#sockets) {
      if (socket !== spared) resetSocket(socket);
    }
  }

  /** Resolves when none is open. */
  allClosed(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#sockets.size === 0) resolve();
      else this.#tellClosed.push(resolve);
    });
  }

  /** Closes the connections on which nothing is going on. */
  closeIdle(): void {
    const busy = new Set(Array.from(this.#exchanges, (exchange) => exchange.request.socket));
    for (const socket of this.#sockets) {
      if (!busy.has(socket)) socket.destroySoon();
    }
  }
}
