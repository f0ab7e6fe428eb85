import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import type { Logger } from 'pino';
import { listen } from '../listen.ts';
import type { ListenAddress } from '../listen.ts';
import type { WorkerProcess } from './worker-process.ts';

/**
 * Connections that may wait for a worker; further ones are closed at once. Far more than come while one starts, and
 * less than a process may have open.
 */
const mostWaiting = 4_096;

/** Who takes connections. */
type Taker = Pick<WorkerProcess, 'id' | 'send'>;

/** A connection on its way to a worker. */
interface HandedOver {
  readonly worker: Taker;
  readonly socket: Socket;
}

/**
 * Listens in the primary and deals the connections out to the workers in turn, one at a time to each: whoever has
 * accepted the last one gets the next, so that a worker that is late gets fewer.
 *
 * A connection stays open here until its worker says that it has it, which it says before it reads any of it. So a
 * worker that dies loses what it had, and nothing that was on its way to it; while there is no worker at all, whoever
 * connects waits.
 */
export class Distributor {
  readonly #server: Server;
  /** In the order in which they get connections. */
  readonly #free = new Map<number, Taker>();
  /** All that take connections, free or not. */
  readonly #takers = new Map<number, Taker>();
  #waiting: Socket[] = [];
  readonly #handedOver = new Map<number, HandedOver>();
  #lastId = 0;
  #isClosed = false;

  constructor(logger: Logger) {
    // As node:http has it for its own connections. Nothing is read here.
    const options = { pauseOnConnect: true, allowHalfOpen: true, noDelay: true };
    this.#server = createServer(options, (socket) => {
      socket.on('error', () => {});
      this.#waiting.push(socket);
      this.#deal();
    });
    this.#server.maxConnections = mostWaiting;
    this.#server.on('error', (error) => {
      if (this.#server.listening)
        logger.error({ err: error, listener: 'main' }, 'cannot accept a connection');
    });
  }

  /** Begins to accept. @throws ListenError */
  listen(at: ListenAddress): Promise<ListenAddress> {
    return listen(this.#server, 'main', at);
  }

  /** A worker takes connections from now on. */
  add(worker: Taker): void {
    this.#takers.set(worker.id, worker);
    this.#free.set(worker.id, worker);
    this.#deal();
  }

  /** A worker has taken a connection. */
  accepted(id: number): void {
    const handedOver = this.#handedOver.get(id);
    if (handedOver === undefined) return;
    this.#handedOver.delete(id);
    handedOver.socket.destroy();
    const { worker } = handedOver;
    if (!this.#takers.has(worker.id)) return;
    this.#free.set(worker.id, worker);
    this.#deal();
  }

  /** A worker takes nothing new. What is on its way to it may still arrive. */
  remove(workerId: number): void {
    this.#takers.delete(workerId);
    this.#free.delete(workerId);
  }

  /** A worker is gone: what it has not taken goes to others, before those that came later. */
  gone(workerId: number): void {
    this.remove(workerId);
    const lost: Socket[] = [];
    for (const [id, { worker, socket }] of this.#handedOver) {
      if (worker.id !== workerId) continue;
      this.#handedOver.delete(id);
      lost.push(socket);
    }
    this.#waiting = [...lost, ...this.#waiting];
    if (this.#isClosed) this.#giveUp();
    else this.#deal();
  }

  /** Accepts no more. What waits is dealt out at once, and closed if there is nobody to take it. */
  close(): void {
    this.#isClosed = true;
    this.#server.close();
    const takers = [...this.#takers.values()];
    this.#takers.clear();
    this.#free.clear();
    if (takers.length === 0) this.#giveUp();
    for (const [index, socket] of this.#waiting.splice(0).entries()) {
      const worker = takers[index % takers.length];
      if (worker !== undefined) this.#handOver(worker, socket);
    }
  }

  #giveUp(): void {
    for (const socket of this.#waiting.splice(0)) socket.destroy();
  }

  #deal(): void {
    for (const worker of this.#free.values()) {
      const socket = this.#waiting.shift();
      if (socket === undefined) return;
      this.#free.delete(worker.id);
      this.#handOver(worker, socket);
    }
  }

  #handOver(worker: Taker, socket: Socket): void {
    const id = ++this.#lastId;
    this.#handedOver.set(id, { worker, socket });
    worker.send({ kind: 'connection', id }, socket);
  }
}
