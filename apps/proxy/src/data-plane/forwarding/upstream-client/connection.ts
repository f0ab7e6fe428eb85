import type { LookupFunction } from 'node:net';
import { ResponseParser } from '@hostler/http1';
import type { ParserLimits } from '@hostler/http1';
import type { Clock } from '../../../clock.ts';
import { Deadline } from './deadline.ts';
import { UpstreamSocket } from './upstream-socket.ts';

/** Where and how to dial. */
export interface DialOptions {
  /** IP address, without brackets, or a name. */
  readonly address: string;
  readonly port: number;
  readonly clock: Clock;
  /** Limits of the response parser; the parser's own defaults otherwise. */
  readonly parserLimits?: Partial<ParserLimits>;
  /** Looks names up. @default the system's resolver */
  readonly lookup?: LookupFunction;
}

/** Whoever has a connection for the time of one exchange, and hears what happens on it. */
export interface ConnectionUser {
  connected(): void;
  received(bytes: Buffer): void;
  drained(): void;
  /** The endpoint closed its half with a FIN. */
  ended(): void;
  /** Dialling failed, or the connection broke. It is closed already. */
  broken(error: NodeJS.ErrnoException): void;
  /** The connection's `deadline` is over. */
  expired(): void;
}

/** Whoever keeps connections between exchanges. */
export interface ConnectionKeeper {
  /** The connection has no user any more and may serve another one. */
  released(connection: Connection): void;
  /** The connection is of no use any more. Called exactly once for each. */
  closed(connection: Connection): void;
}

/**
 * One socket, with what belongs to it for as long as it lives: its listeners, parser and timer. It has a user, or it
 * is idle; an idle one is closed by whatever happens on it, since nothing that an endpoint could say unasked is good.
 */
export class Connection {
  readonly parser: ResponseParser;
  /** The user's one timer; while idle, the end of the idle time. */
  readonly deadline: Deadline;
  /** Whether the handshake is done, and not whether it is still open. */
  isConnected = false;
  readonly #socket: UpstreamSocket;
  readonly #keeper: ConnectionKeeper;
  #user: ConnectionUser | null = null;
  #isClosed = false;

  /** Dials. Nothing comes of it before the caller has assigned a user. */
  constructor(options: DialOptions, keeper: ConnectionKeeper) {
    this.#keeper = keeper;
    this.#socket = new UpstreamSocket((bytes) => this.#received(bytes));
    this.parser = new ResponseParser(options.parserLimits);
    this.deadline = new Deadline(options.clock, () => this.#deadlineReached());
    this.#listen();
    const { address, port, lookup } = options;
    this.#socket.connect(lookup === undefined ? { host: address, port } : { host: address, port, lookup });
  }

  get isIdle(): boolean {
    return this.#user === null && !this.#isClosed;
  }

  /** Whether an idle connection may be used: looks past events that are still under way. */
  get isUsable(): boolean {
    return !this.#isClosed && !this.#socket.destroyed && !this.deadline.isReached;
  }

  /** Whether everything written is with the kernel. */
  get isFlushed(): boolean {
    return this.#socket.writableLength === 0;
  }

  /** What the first failed write failed with. Reading goes on nevertheless. */
  get writeError(): NodeJS.ErrnoException | null {
    return this.#socket.writeError;
  }

  assign(user: ConnectionUser): void {
    this.#user = user;
  }

  /** The user is done and the connection clean. @param idleMs how long it may wait for another user. */
  release(idleMs: number): void {
    this.#user = null;
    if (this.#socket.isPaused()) this.#socket.resume();
    this.deadline.set(idleMs);
    this.#keeper.released(this);
  }

  /** Closes at once and tells the user nothing. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#user = null;
    this.deadline.close();
    this.#socket.destroy();
    this.#keeper.closed(this);
  }

  /** Closes, and tells the user, if there is one, why. */
  break(error: NodeJS.ErrnoException): void {
    const user = this.#user;
    this.close();
    user?.broken(error);
  }

  /** @returns false when the socket is full. */
  write(data: string | Buffer): boolean {
    return typeof data === 'string' ? this.#socket.write(data, 'latin1') : this.#socket.write(data);
  }

  /** Holds writes back to send them as one packet. */
  cork(): void {
    this.#socket.cork();
  }

  uncork(): void {
    this.#socket.uncork();
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  #listen(): void {
    const socket = this.#socket;
    socket.on('connect', () => {
      this.isConnected = true;
      this.#user?.connected();
    });
    socket.on('drain', () => this.#user?.drained());
    socket.on('end', () => {
      if (this.#user === null) this.close();
      else this.#user.ended();
    });
    // After close() both come late, or again, and find neither a user nor anything left to close.
    socket.on('error', (error) => this.break(error));
    socket.on('close', () => this.break(new Error('closed')));
  }

  #received(bytes: Buffer): void {
    if (this.#user === null) this.close();
    else this.#user.received(bytes);
  }

  #deadlineReached(): void {
    if (this.#user === null) this.close();
    else this.#user.expired();
  }
}
