import type { ParseError } from './errors.ts';
import { resolveLimits } from './limits.ts';
import type { ParserLimits } from './limits.ts';
import type { ResponseHandler } from './message.ts';

/** What `start` needs to know about the request beside its method. */
export interface StartOptions {
  /** The request asked for an upgrade, so a 101 may come. @default false */
  readonly upgrade?: boolean;
}

/** Reads the responses of one connection, one after the other. Bytes in, events out; no sockets, no timers. */
export class ResponseParser {
  readonly #limits: ParserLimits;

  /** @throws RangeError for limits out of range. */
  constructor(limits?: Partial<ParserLimits>) {
    this.#limits = resolveLimits(limits);
  }

  /**
   * Whether `start` may follow on this connection: the last response is complete and said so, nothing came after its
   * end, and nothing failed. To be asked in `end`, which fires before `push` returns an error about what came after.
   */
  get reusable(): boolean {
    return this.#limits === undefined;
  }

  /** Expects one response. @throws Error while another one is still expected: requests are not pipelined. */
  start(_requestMethod: string, _handler: ResponseHandler, _options?: StartOptions): void {
    throw new Error('not built yet');
  }

  /** Takes the next bytes. Events fire before it returns. @returns why the connection must be closed, or null. */
  push(_data: Buffer): ParseError | null {
    throw new Error('not built yet');
  }

  /**
   * The other side has closed its half cleanly (a FIN, not a reset).
   * @returns null when nothing is missing, else `closed-before-head`, `head-cut` or `body-cut`.
   */
  finish(): ParseError | null {
    throw new Error('not built yet');
  }
}
