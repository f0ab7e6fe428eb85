import type { Duplex } from 'node:stream';
import type { Clock, Timer } from '../../../clock.ts';
import { FrameFollower } from './frame-follower.ts';

/** "Going away" (RFC 6455 7.4.1). */
const goingAway = Buffer.from([0x03, 0xe9]);
/** From a server: not masked (RFC 6455 5.1). */
const closeFrame = Buffer.concat([Buffer.from([0x88, 0x02]), goingAway]);
/** From a client: masked, with a mask of zeros, since nothing in it is anybody's secret. */
const maskedCloseFrame = Buffer.concat([Buffer.from([0x88, 0x82, 0, 0, 0, 0]), goingAway]);
/** How long the peers may take to answer a close frame. @unit ms */
const closeTimeoutMs = 1_000;

export interface TunnelOptions {
  readonly client: Duplex;
  readonly endpoint: Duplex;
  readonly clock: Clock;
  /** Longest silence of both sides. @unit ms  `null` is for ever. */
  readonly idleMs: number | null;
}

/** What came through. @unit bytes */
export interface TunnelTotals {
  readonly fromClient: number;
  readonly toClient: number;
}

/** Joins a client and an endpoint that speak WebSocket, until one of them leaves. */
export class Tunnel {
  readonly #options: TunnelOptions;
  readonly #toClient: Direction;
  readonly #toEndpoint: Direction;
  readonly #ended: (totals: TunnelTotals, idle: boolean) => void;
  #idleTimer: Timer | null = null;
  #closeTimer: Timer | null = null;
  #over = false;

  /** @param ended called once, when both sides are closed */
  constructor(options: TunnelOptions, ended: (totals: TunnelTotals, idle: boolean) => void) {
    this.#options = options;
    this.#ended = ended;
    const { client, endpoint, clock, idleMs } = options;
    const progress = (): void => {
      this.#idleTimer?.refresh();
    };
    this.#toClient = new Direction(endpoint, client, closeFrame, progress);
    this.#toEndpoint = new Direction(client, endpoint, maskedCloseFrame, progress);
    for (const side of [client, endpoint]) {
      side.on('error', ignore);
      side.once('close', () => {
        this.#finish(false);
      });
    }
    if (idleMs !== null) {
      this.#idleTimer = clock.setTimeout(() => {
        this.#finish(true);
      }, idleMs);
    }
  }

  /** Begins to pass bytes. Either side's first ones came with the handshake. */
  start(fromClient: Buffer, fromEndpoint: Buffer): void {
    this.#toEndpoint.start(fromClient);
    this.#toClient.start(fromEndpoint);
  }

  /** Tells both sides to go away (1001), each between two frames, and ends when they have or after a second. */
  close(): void {
    if (this.#over || this.#closeTimer !== null) return;
    this.#closeTimer = this.#options.clock.setTimeout(() => {
      this.#finish(false);
    }, closeTimeoutMs);
    this.#toClient.close();
    this.#toEndpoint.close();
  }

  #finish(idle: boolean): void {
    if (this.#over) return;
    this.#over = true;
    this.#idleTimer?.close();
    this.#closeTimer?.close();
    this.#options.client.destroy();
    this.#options.endpoint.destroy();
    this.#ended({ fromClient: this.#toEndpoint.bytes, toClient: this.#toClient.bytes }, idle);
  }
}

/** One way through a tunnel. */
class Direction {
  bytes = 0;
  readonly #from: Duplex;
  readonly #to: Duplex;
  readonly #closeFrame: Buffer;
  readonly #progress: () => void;
  readonly #frames = new FrameFollower();
  #state: 'open' | 'closing' | 'closed' = 'open';

  constructor(from: Duplex, to: Duplex, frame: Buffer, progress: () => void) {
    this.#from = from;
    this.#to = to;
    this.#closeFrame = frame;
    this.#progress = progress;
  }

  start(first: Buffer): void {
    if (first.length > 0) this.#pass(first);
    this.#from.on('data', (data: Buffer) => {
      this.#pass(data);
    });
    this.#from.once('end', () => {
      this.#to.end();
    });
    this.#to.on('drain', () => {
      this.#from.resume();
    });
    this.#from.resume();
  }

  close(): void {
    if (this.#state !== 'open') return;
    this.#state = 'closing';
    if (this.#frames.betweenFrames) this.#writeCloseFrame();
  }

  #pass(data: Buffer): void {
    this.#progress();
    if (this.#state === 'closed') return;
    if (this.#state === 'open') {
      this.#frames.follow(data);
      this.#write(data);
      return;
    }
    const rest = data.subarray(0, this.#frames.bytesOfCurrentFrame(data));
    this.#frames.follow(rest);
    this.#write(rest);
    if (this.#frames.betweenFrames) this.#writeCloseFrame();
  }

  #write(data: Buffer): void {
    this.bytes += data.length;
    if (this.#to.writable && !this.#to.write(data)) this.#from.pause();
  }

  #writeCloseFrame(): void {
    this.#state = 'closed';
    if (this.#to.writable) this.#to.end(this.#closeFrame);
  }
}

function ignore(): void {}
