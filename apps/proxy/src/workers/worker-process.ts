import type { Socket } from 'node:net';
import type { Message, Order } from './protocol.ts';

/** How a process ended. */
export interface HowItEnded {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  readonly signal: string | null;
}

/** A worker's process, as the primary sees it. */
export interface WorkerProcess {
  /** Counts from 1; never used again. */
  readonly id: number;
  /** `null` when it could not even be started. */
  readonly pid: number | null;
  /**
   * In order; nothing happens when it is gone.
   * @param socket goes with the order, and stays open here until it is closed
   */
  send(order: Order, socket?: Socket): void;
  /** What it says, in order. */
  onMessage: (message: Message) => void;
  /** It has ended, and all that it said was heard. Once. */
  onGone: (how: HowItEnded) => void;
  /** Ends it at once. */
  kill(): void;
}
