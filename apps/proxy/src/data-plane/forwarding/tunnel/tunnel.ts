import type { Duplex } from 'node:stream';
import type { Clock, Timer } from '../../../clock.ts';
import { closeFrameToClient, closeFrameToEndpoint } from './close-frame.ts';
import { Direction } from './direction.ts';

/** Once a side has left, how long the rest may go without a byte being delivered. @unit ms */
const closeTimeoutMs = 1_000;

export interface TunnelOptions {
  readonly client: Duplex;
  readonly endpoint: Duplex;
  readonly clock: Clock;
  /** Longest silence of both sides. @unit ms  `null` is for ever. */
  readonly idleMs: number | null;
}

/** How a tunnel ended. */
export interface TunnelResult {
  /** @unit bytes */
  readonly fromClient: number;
  /** @unit bytes */
  readonly toClient: number;
  /** Neither side had sent anything for `idleMs`. */
  readonly idle: boolean;
}

/**
 * Joins a client and an endpoint that speak WebSocket, until one of them leaves.
 *
 * When a side ends, what it sent is still delivered, the other side is told, and gets as long to end as bytes move, and
 * a second more. When a side breaks off, the other one is closed at once.
 */
export class Tunnel {
  readonly #options: TunnelOptions;
  readonly #toClient: Direction;
  readonly #toEndpoint: Direction;
  readonly #onOver: (result: TunnelResult) => void;
  #idleTimer: Timer | null = null;
  #closeTimer: Timer | null = null;
  /** What both sides had taken when the close timer looked last. @unit bytes */
  #delivered = 0;
  #idle = false;
  #over = false;

  /** @param onOver called once, when both sides are closed or being closed */
  constructor(options: TunnelOptions, onOver: (result: TunnelResult) => void) {
    this.#options = options;
    this.#onOver = onOver;
    const { client, endpoint } = options;
    const onData = (): void => {
      this.#idleTimer?.refresh();
    };
    this.#toClient = new Direction(endpoint, client, onData);
    this.#toEndpoint = new Direction(client, endpoint, onData);
    this.#watch(client, endpoint);
    this.#watch(endpoint, client);
  }

  /** Begins to pass bytes. @param fromClient what the client sent already, with its handshake */
  start(fromClient: Buffer): void {
    const { clock, idleMs } = this.#options;
    if (idleMs !== null) {
      this.#idleTimer = clock.setTimeout(() => {
        this.#idle = true;
        this.goAway();
      }, idleMs);
    }
    this.#toEndpoint.start(fromClient);
    this.#toClient.start(Buffer.alloc(0));
  }

  /** Tells both sides to go away (1001), each between two frames, and ends when they have. */
  goAway(): void {
    if (this.#over) return;
    this.#toClient.endWith(closeFrameToClient);
    this.#toEndpoint.endWith(closeFrameToEndpoint);
    this.#beginToClose();
  }

  /** Ends at once, wherever the frames are. */
  cut(): void {
    if (this.#over) return;
    this.#over = true;
    this.#stopIdleTimer();
    this.#closeTimer?.close();
    this.#options.client.destroy();
    this.#options.endpoint.destroy();
    this.#onOver({ fromClient: this.#toEndpoint.bytes, toClient: this.#toClient.bytes, idle: this.#idle });
  }

  #watch(side: Duplex, other: Duplex): void {
    side.on('error', ignore);
    side.once('end', () => {
      this.#beginToClose();
    });
    side.once('close', () => {
      if (!side.readableEnded || other.destroyed) this.cut();
    });
  }

  #beginToClose(): void {
    if (this.#over || this.#closeTimer !== null) return;
    this.#stopIdleTimer();
    // What was written just now counts as taken: if it is not, the first look finds less.
    this.#delivered = this.#toClient.written + this.#toEndpoint.written;
    this.#closeTimer = this.#options.clock.setTimeout(() => {
      const delivered = this.#toClient.delivered + this.#toEndpoint.delivered;
      if (delivered === this.#delivered) {
        this.cut();
      } else {
        this.#delivered = delivered;
        this.#closeTimer?.refresh();
      }
    }, closeTimeoutMs);
  }

  /** For good: a closed timer may start again when it is refreshed. */
  #stopIdleTimer(): void {
    this.#idleTimer?.close();
    this.#idleTimer = null;
  }
}

function ignore(): void {}
