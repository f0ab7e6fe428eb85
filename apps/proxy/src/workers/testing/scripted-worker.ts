import type { Socket } from 'node:net';
import type { Message, Order } from '../protocol.ts';
import type { HowItEnded, WorkerProcess } from '../worker-process.ts';

/** A worker's process that does nothing but what a test says. */
export class ScriptedWorker implements WorkerProcess {
  readonly id: number;
  readonly pid: number | null;
  onMessage: (message: Message) => void = () => {};
  onGone: (how: HowItEnded) => void = () => {};
  readonly orders: Order[] = [];
  readonly sockets: (Socket | undefined)[] = [];
  isKilled = false;

  constructor(id: number) {
    this.id = id;
    this.pid = 1_000 + id;
  }

  send(order: Order, socket?: Socket): void {
    this.orders.push(order);
    this.sockets.push(socket);
  }

  kill(): void {
    this.isKilled = true;
  }

  /** It ends. */
  ends(code: number | null, signal: string | null = null): void {
    this.onGone({ code, signal });
  }
}
