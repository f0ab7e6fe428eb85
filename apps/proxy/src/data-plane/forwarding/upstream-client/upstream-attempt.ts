import type { BodyFraming, RawHeaders, ResponseHandler, ResponseHead } from '@hostler/http1';
import type { Clock } from '../../../clock.ts';
import type {
  Attempt,
  AttemptErrorCode,
  AttemptFacts,
  AttemptHandler,
  AttemptTimeouts,
  UpstreamRequest,
} from './attempt.ts';
import { newFacts, stageOf } from './attempt-facts.ts';
import { connectErrorCode } from './connect-errors.ts';
import type { Connection, ConnectionUser } from './connection.ts';
import { isEventStream } from './event-stream.ts';
import { idleLimitMs } from './keep-alive.ts';
import { RequestSender } from './request-sender.ts';

/** What an attempt is made of. */
export interface AttemptInput {
  readonly request: UpstreamRequest;
  /** The head of `request`, serialized. */
  readonly head: string;
  readonly handler: AttemptHandler;
  readonly timeouts: AttemptTimeouts;
  readonly clock: Clock;
  /** How long the connection may lie idle afterwards if the endpoint gives no hint. @unit ms */
  readonly idleSocketMs: number;
}

/**
 * The state of one exchange: in goes what the pipeline asks for and what the connection and its parser report, out
 * come calls of the handler and the place of the one timer. Once it is over, the connection may be somebody else's and
 * is not touched any more.
 */
export class UpstreamAttempt implements Attempt, ConnectionUser, ResponseHandler {
  readonly facts: AttemptFacts = newFacts();
  readonly #input: AttemptInput;
  readonly #connection: Connection;
  readonly #sender: RequestSender;
  #isOver = false;
  /** We hold the endpoint back. */
  #isPaused = false;
  /** The endpoint holds us back. */
  #isBlocked = false;
  #responseHeaders: RawHeaders = [];
  #isDelimitedByClose = false;
  /** Not null once the response is complete. */
  #trailers: RawHeaders | null = null;
  /** Of this response's body; undefined until it is asked for. */
  #bodyIdleMs: number | null | undefined = undefined;

  /** @param connection one without a user: idle, or dialled just now. */
  constructor(input: AttemptInput, connection: Connection) {
    this.#input = input;
    this.#connection = connection;
    this.#sender = new RequestSender(connection, input.request.body, this.facts);
    connection.assign(this);
    if (connection.isConnected) {
      this.facts.reusedSocket = true;
      this.#begin();
      process.nextTick(announce, this);
    } else {
      connection.deadline.set(input.timeouts.connectMs);
    }
  }

  // What the pipeline asks for.

  write(chunk: Buffer): boolean {
    if (this.#isOver) return true;
    if (this.#isBroken()) return false;
    if (chunk.length === 0) return !this.#isBlocked;
    try {
      this.#isBlocked = !this.#sender.send(chunk);
    } catch (error) {
      this.abort();
      throw error;
    }
    this.#watch();
    return !this.#isBlocked;
  }

  endBody(trailers: RawHeaders): void {
    if (this.#isOver || this.facts.requestComplete || this.#isBroken()) return;
    try {
      this.#sender.end(trailers);
    } catch (error) {
      this.abort();
      throw error;
    }
    this.#watch();
  }

  pause(): void {
    if (this.#isOver || this.#isPaused) return;
    this.#isPaused = true;
    this.#connection.pause();
    this.#watch();
  }

  resume(): void {
    if (this.#isOver || !this.#isPaused) return;
    this.#isPaused = false;
    this.#connection.resume();
    this.#watch();
  }

  abort(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    // No reset needed: a request that lacks bytes or its last chunk is cut for every reader.
    this.#connection.close();
  }

  // What the connection reports.

  connected(): void {
    this.#begin();
    this.announce();
  }

  received(bytes: Buffer): void {
    this.facts.responseStarted = true;
    this.facts.firstByteAt ??= this.#input.clock.now();
    const error = this.#connection.parser.push(bytes);
    if (this.#isOver) return;
    // Bytes after the end are no fault of the response before them; the parser calls itself not reusable.
    if (this.#trailers !== null) this.#complete(this.#trailers);
    else if (error !== null) this.#fail('http_protocol_error', error.code);
    // Not before the final head: a 1xx does not prolong the wait for it.
    else if (this.facts.finalHeadSeen) this.#watch();
  }

  drained(): void {
    // Not blocked: what drained was written by the connection's last user, in the same tick.
    if (!this.#isBlocked) return;
    this.#isBlocked = false;
    this.#watch();
    if (!this.facts.requestComplete) this.#input.handler.drained();
  }

  ended(): void {
    const error = this.#connection.parser.finish();
    if (this.#isOver) return;
    const writeErrno = this.#connection.writeError?.code;
    // A reset that a failed write has already told of looks like a FIN to the reader (see UpstreamSocket). EPIPE is
    // what a write meets when the FIN came first.
    const mayBeReset = writeErrno !== undefined && writeErrno !== 'EPIPE';
    if (this.#trailers !== null && !(this.#isDelimitedByClose && mayBeReset)) this.#complete(this.#trailers);
    else this.#cut(writeErrno ?? error?.code ?? 'closed');
  }

  broken(error: NodeJS.ErrnoException): void {
    if (this.#isOver) return;
    const detail = error.code ?? error.message;
    if (this.#connection.isConnected) this.#cut(detail);
    else this.#fail(connectErrorCode(error), detail);
  }

  expired(): void {
    if (!this.#connection.isConnected) this.#fail('connection_timeout', 'no connection in time');
    else if (this.#isBlocked)
      this.#fail('connection_write_timeout', 'the endpoint takes no more of the body');
    else if (this.facts.finalHeadSeen) this.#fail('connection_read_timeout', 'no more of the body in time');
    else this.#fail('http_response_timeout', 'no final head in time');
  }

  // What the parser finds.

  informational(head: ResponseHead): void {
    if (!this.#isOver) this.#input.handler.informational(head);
  }

  /** Never called: we ask for no upgrade, so the parser takes a 101 for an error. */
  upgrade(): void {}

  head(head: ResponseHead, framing: BodyFraming): void {
    if (this.#isOver) return;
    this.facts.finalHeadSeen = true;
    this.#responseHeaders = head.headers;
    this.#isDelimitedByClose = framing.kind === 'until-close';
    this.#input.handler.head(head, framing);
  }

  chunk(data: Buffer): void {
    if (this.#isOver) return;
    this.facts.responseBodyBytes += data.length;
    this.#input.handler.chunk(data);
  }

  /** Told to the handler only when the connection's fate is known, so that `end` may start the next request on it. */
  end(trailers: RawHeaders): void {
    this.#trailers = trailers;
  }

  /** Calls `ready`, and lets a head go that waits for the body's first piece. */
  announce(): void {
    if (this.#isOver) return;
    this.#input.handler.ready();
    // A tick later: a client's body, once asked for, comes with the next one.
    if (this.#sender.isHeadHeld) process.nextTick(flush, this.#sender);
  }

  /** Whether a write has failed. What can still be read of the response is on its way then, and nothing more goes out. */
  #isBroken(): boolean {
    if (this.#connection.writeError === null) return false;
    this.#isBlocked = true;
    this.#watch();
    return true;
  }

  #begin(): void {
    this.facts.connectedAt = this.#input.clock.now();
    this.#connection.parser.start(this.#input.request.method, this);
    this.#sender.sendHead(this.#input.head);
    this.#watch();
  }

  /** Puts the timer where it belongs after any progress. */
  #watch(): void {
    if (!this.#connection.isConnected || this.#isOver) return;
    const { deadline } = this.#connection;
    const { timeouts } = this.#input;
    if (this.#isPaused) deadline.clear();
    else if (this.#isBlocked) deadline.set(timeouts.idleMs);
    // It is the client that keeps the endpoint waiting, and who serves the client times it.
    else if (!this.facts.requestComplete) deadline.clear();
    else if (!this.facts.finalHeadSeen) deadline.set(timeouts.responseHeaderMs);
    else deadline.set((this.#bodyIdleMs ??= this.#idleLimit()));
  }

  #idleLimit(): number | null {
    const { idleMs, tunnelMs } = this.#input.timeouts;
    return isEventStream(this.#responseHeaders) ? tunnelMs : idleMs;
  }

  #complete(trailers: RawHeaders): void {
    this.#isOver = true;
    const connection = this.#connection;
    const idleMs = idleLimitMs(this.#responseHeaders, this.#input.idleSocketMs);
    if (this.facts.requestComplete && connection.parser.reusable && connection.isFlushed && idleMs > 0) {
      connection.release(idleMs);
    } else {
      connection.close();
    }
    this.#input.handler.end(trailers);
  }

  /** The connection is gone before the response was complete. */
  #cut(detail: string): void {
    this.#fail(this.facts.finalHeadSeen ? 'http_response_incomplete' : 'connection_terminated', detail);
  }

  #fail(code: AttemptErrorCode, detail: string): void {
    this.#isOver = true;
    this.#connection.close();
    this.#input.handler.failed({ stage: stageOf(this.facts), code, detail });
  }
}

// Functions of the module and not closures, for the one `nextTick` of each request.
function announce(attempt: UpstreamAttempt): void {
  attempt.announce();
}

function flush(sender: RequestSender): void {
  sender.flush();
}
