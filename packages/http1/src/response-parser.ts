import { ChunkedDecoder } from './chunked-decoder.ts';
import { announcesUpgrade } from './connection-options.ts';
import { parseError } from './errors.ts';
import type { ParseError } from './errors.ts';
import { responseFraming } from './framing.ts';
import { resolveLimits } from './limits.ts';
import type { ParserLimits } from './limits.ts';
import type { BodyFraming, RawHeaders, ResponseHandler } from './message.ts';
import { SectionReader } from './section-reader.ts';
import { matchPrefix, prefixLength } from './status-line.ts';

/** What `start` needs to know about the request beside its method. */
export interface StartOptions {
  /** The request asked for an upgrade, so a 101 may come. @default false */
  readonly upgrade?: boolean;
}

/** What the next byte belongs to. `idle`: nothing is expected. `upgraded`: another protocol has begun. */
type State = 'idle' | 'head' | 'length' | 'chunked' | 'until-close' | 'upgraded' | 'failed';

const noTrailers: RawHeaders = Object.freeze([]);

/** Takes the place of a handler that is not to be called any more, so that it can be collected. */
const nobody: ResponseHandler = {
  informational: () => undefined,
  upgrade: () => undefined,
  head: () => undefined,
  chunk: () => undefined,
  end: () => undefined,
};

/**
 * Reads the responses of one connection, one after the other (RFC 9112). Bytes in, events out; no sockets, no timers.
 * However the bytes are split, the events are the same, but for where the pieces of a body are cut. The first error is
 * the last word: every later call returns it again and fires nothing.
 */
export class ResponseParser {
  readonly #limits: ParserLimits;
  readonly #section: SectionReader;
  readonly #chunked: ChunkedDecoder;
  #state: State = 'idle';
  #handler: ResponseHandler = nobody;
  #method = '';
  #upgrade = false;
  #prefixMatched = 0;
  #informational = 0;
  /** Bytes that a body of known length still lacks. */
  #missing = 0;
  #persistent = true;
  #finished = false;
  #error: ParseError | null = null;

  /** @throws RangeError for limits out of range. */
  constructor(limits?: Partial<ParserLimits>) {
    this.#limits = resolveLimits(limits);
    this.#section = new SectionReader({
      startsWith: 'status-line',
      maxBytes: this.#limits.maxHeadBytes,
      maxFields: this.#limits.maxHeaderCount,
      tooLarge: 'head-too-large',
    });
    this.#chunked = new ChunkedDecoder(this.#limits);
  }

  /**
   * Whether `start` may follow on this connection: it is new, or its last response is complete and persistent and
   * nothing came after it. To be asked in `end`, which fires before `push` returns an error about what came after.
   */
  get reusable(): boolean {
    return this.#state === 'idle' && this.#persistent && !this.#finished;
  }

  /**
   * Expects one response. After an error this does nothing, and `push` and `finish` return that error.
   * @param requestMethod case-sensitive; HEAD and CONNECT change how the response is framed
   * @throws Error while another response is expected (requests are not pipelined) or after an upgrade
   */
  start(requestMethod: string, handler: ResponseHandler, options?: StartOptions): void {
    if (this.#state === 'failed') return;
    if (this.#state !== 'idle') throw new Error(`start() in state ${this.#state}: one response at a time`);
    this.#handler = handler;
    this.#method = requestMethod;
    this.#upgrade = options?.upgrade === true;
    this.#informational = 0;
    this.#expectHead();
  }

  /**
   * Takes the next bytes, which must not change as long as a piece of the body is in use. Events fire before it returns.
   * @returns null, or why the connection must be closed. After `end` that does not take the response back.
   */
  push(data: Buffer): ParseError | null {
    let at = 0;
    while (at < data.length) {
      switch (this.#state) {
        case 'head':
          at = this.#readHead(data, at);
          break;
        case 'length':
          at = this.#readLength(data, at);
          break;
        case 'chunked':
          at = this.#readChunked(data, at);
          break;
        case 'until-close':
          this.#handler.chunk(at === 0 ? data : data.subarray(at));
          return null;
        case 'idle':
        case 'upgraded':
          return this.#fail(parseError('bytes-after-end'));
        case 'failed':
          return this.#error;
      }
    }
    return this.#error;
  }

  /**
   * The other side has closed its half cleanly: a FIN, not a reset.
   * @returns null when nothing is missing, else `closed-before-head`, `head-cut` or `body-cut`.
   */
  finish(): ParseError | null {
    this.#finished = true;
    switch (this.#state) {
      case 'head':
        return this.#fail(parseError(this.#prefixMatched > 0 ? 'head-cut' : 'closed-before-head'));
      case 'length':
      case 'chunked':
        return this.#fail(parseError('body-cut'));
      case 'until-close':
        this.#end(noTrailers, true);
        break;
      case 'idle':
      case 'upgraded':
      case 'failed':
        return this.#error;
    }
    return null;
  }

  #expectHead(): void {
    this.#state = 'head';
    this.#prefixMatched = 0;
    this.#section.reset();
  }

  #readHead(data: Buffer, offset: number): number {
    if (this.#prefixMatched < prefixLength) {
      const matched = matchPrefix(data, offset, this.#prefixMatched);
      if (typeof matched !== 'number') return this.#stop(matched, data);
      this.#prefixMatched = matched;
    }
    const end = this.#section.read(data, offset);
    if (end !== -1) return this.#takeHead(data, end);
    return this.#section.error === null ? data.length : this.#stop(this.#section.error, data);
  }

  /** @param end where the head ends in `data` */
  #takeHead(data: Buffer, end: number): number {
    const { statusLine, headers } = this.#section;
    // A section without one is never complete.
    if (statusLine === null) return end;
    const framed = responseFraming(this.#method, statusLine, headers);
    if ('code' in framed) return this.#stop(framed, data);
    const { statusCode, reason, httpMinor } = statusLine;
    const head = { statusCode, reason, httpMinor, headers, persistent: framed.persistent };

    if (statusCode >= 200) {
      this.#persistent = framed.persistent;
      this.#expectBody(framed.framing);
      this.#handler.head(head, framed.framing);
      // Only now, so that `end` comes after `head`; and before anything more is read.
      if (this.#state === 'length' && this.#missing === 0) this.#end(noTrailers, end === data.length);
      return end;
    }
    if (statusCode === 101) {
      if (!this.#upgrade) return this.#stop(parseError('unexpected-upgrade'), data);
      if (!announcesUpgrade(headers)) return this.#stop(parseError('invalid-upgrade'), data);
      this.#state = 'upgraded';
      this.#handler.upgrade({ ...head, persistent: false }, data.subarray(end));
      return data.length;
    }
    this.#informational += 1;
    if (this.#informational > this.#limits.maxInformational) {
      return this.#stop(parseError('too-many-informational'), data);
    }
    this.#expectHead();
    this.#handler.informational(head);
    return end;
  }

  #expectBody(framing: BodyFraming): void {
    switch (framing.kind) {
      case 'none':
        this.#state = 'length';
        this.#missing = 0;
        break;
      case 'length':
        this.#state = 'length';
        this.#missing = framing.length;
        break;
      case 'chunked':
        this.#state = 'chunked';
        this.#chunked.reset();
        break;
      case 'until-close':
        this.#state = 'until-close';
        break;
    }
  }

  #readLength(data: Buffer, offset: number): number {
    const end = Math.min(data.length, offset + this.#missing);
    this.#missing -= end - offset;
    this.#handler.chunk(offset === 0 && end === data.length ? data : data.subarray(offset, end));
    if (this.#missing === 0) this.#end(noTrailers, end === data.length);
    return end;
  }

  #readChunked(data: Buffer, offset: number): number {
    const chunked = this.#chunked;
    const end = chunked.decode(data, offset, this.#handler);
    if (chunked.error !== null) return this.#stop(chunked.error, data);
    if (chunked.done) this.#end(chunked.trailers, end === data.length);
    return end;
  }

  /** @param clean nothing that was pushed lies behind the end */
  #end(trailers: RawHeaders, clean: boolean): void {
    const handler = this.#handler;
    this.#handler = nobody;
    this.#state = 'idle';
    // Before `end`, in which the connection may be given to the next request.
    if (!clean) this.#fail(parseError('bytes-after-end'));
    handler.end(trailers);
  }

  #fail(error: ParseError): ParseError {
    this.#state = 'failed';
    this.#error = error;
    this.#handler = nobody;
    return error;
  }

  /** Fails and skips what is left of `data`. */
  #stop(error: ParseError, data: Buffer): number {
    this.#fail(error);
    return data.length;
  }
}
