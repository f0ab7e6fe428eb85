import type { Socket } from 'node:net';
import { compileFieldSet, fieldValues, removeHopByHop } from '@hostler/http';
import { ResponseParser } from '@hostler/http1';
import type { BodyFraming, RawHeaders, ResponseHandler, ResponseHead } from '@hostler/http1';
import type { Clock } from '../../clock.ts';
import { Handshake } from './upgrade.ts';
import type { HandshakeListener, HandshakeTarget } from './upgrade.ts';
import { newFacts, stageOf } from './upstream-client/attempt-facts.ts';
import { Deadline } from './upstream-client/deadline.ts';
import { isEventStream } from './upstream-client/event-stream.ts';
import { connectErrorCode } from './upstream-client/index.ts';
import type {
  Attempt,
  AttemptErrorCode,
  AttemptFacts,
  AttemptHandler,
  AttemptTimeouts,
  UpstreamRequest,
} from './upstream-client/index.ts';

const lengthField = compileFieldSet(['content-length']);

/** An endpoint that switched protocols. */
export interface Switched {
  /** Of the 101. */
  readonly head: ResponseHead;
  /** What it sends is read from here, and what it gets is written here. Paused. */
  readonly connection: Socket;
}

/** An attempt's handler that can also take a 101; it comes instead of `head`, and last. */
export interface UpgradeHandler extends AttemptHandler {
  switched(switched: Switched): void;
}

/** Begins one attempt to upgrade; the counterpart of `ConnectionPool.open` for WebSockets. */
export function openUpgrade(
  endpoint: HandshakeTarget,
  request: UpstreamRequest,
  handler: UpgradeHandler,
  timeouts: AttemptTimeouts,
  clock: Clock,
): Attempt {
  return new UpgradeAttempt(endpoint, request, handler, timeouts, clock);
}

/** One handshake as an attempt: its facts, its timeouts, and what its end means. */
class UpgradeAttempt implements Attempt, HandshakeListener, ResponseHandler {
  readonly facts: AttemptFacts = newFacts();
  readonly #handler: UpgradeHandler;
  readonly #timeouts: AttemptTimeouts;
  readonly #clock: Clock;
  readonly #parser = new ResponseParser();
  readonly #handshake: Handshake;
  readonly #deadline: Deadline;
  /** Fields of the final response, in the case that the library does not keep. */
  #rawHeaders: RawHeaders = [];
  #bodyIdleMs: number | null = null;
  /** Not null once the endpoint has sent a 101. */
  #switchingHead: ResponseHead | null = null;
  #paused = false;
  #over = false;

  constructor(
    endpoint: HandshakeTarget,
    request: UpstreamRequest,
    handler: UpgradeHandler,
    timeouts: AttemptTimeouts,
    clock: Clock,
  ) {
    this.#handler = handler;
    this.#timeouts = timeouts;
    this.#clock = clock;
    this.#deadline = new Deadline(clock, () => {
      this.#expired();
    });
    this.#deadline.set(timeouts.connectMs);
    this.#parser.start(request.method, this, { upgrade: true });
    this.#handshake = new Handshake(endpoint, request, this);
  }

  // What the pipeline asks for.

  write(): boolean {
    throw new Error('a WebSocket handshake has no body');
  }

  endBody(): void {}

  pause(): void {
    this.#paused = true;
    this.#handshake.pause();
    this.#watch();
  }

  resume(): void {
    this.#paused = false;
    this.#handshake.resume();
    this.#watch();
  }

  abort(): void {
    if (!this.#over) this.#close();
  }

  // How the handshake goes.

  connected(): void {
    this.facts.connectedAt = this.#clock.now();
    this.facts.headSent = true;
    this.facts.requestComplete = true;
    this.#watch();
    this.#handler.ready();
  }

  answered(headers: RawHeaders): void {
    this.#rawHeaders = headers;
  }

  received(data: Buffer): void {
    this.facts.responseStarted = true;
    this.facts.firstByteAt ??= this.#clock.now();
    const error = this.#parser.push(data);
    if (this.#over) return;
    if (error !== null) this.#fail('http_protocol_error', error.code);
    // Not before the final head: a 1xx does not prolong the wait for it.
    else if (this.facts.finalHeadSeen) this.#watch();
  }

  ended(): void {
    const error = this.#parser.finish();
    if (!this.#over && error !== null) this.#fail(this.#cutCode(), error.code);
  }

  switched(connection: Socket): void {
    const head = this.#switchingHead;
    if (head === null) throw new Error('an endpoint switched before its 101');
    this.#over = true;
    this.#deadline.close();
    this.#handler.switched({ head, connection });
  }

  failed(error: NodeJS.ErrnoException): void {
    const detail = error.code ?? error.message;
    if (this.facts.connectedAt === null) this.#fail(connectErrorCode(error), detail);
    // So are called the errors of Node's parser, which reads what the endpoint sends before ours does.
    else if (detail.startsWith('HPE_')) this.#fail('http_protocol_error', detail);
    else this.#fail(this.#cutCode(), detail);
  }

  // What the parser finds.

  informational(head: ResponseHead): void {
    if (!this.#over) this.#handler.informational(head);
  }

  upgrade(head: ResponseHead): void {
    if (isWebSocket(head.headers)) {
      this.facts.finalHeadSeen = true;
      this.#switchingHead = head;
    } else {
      this.#fail('http_upgrade_failed', 'the 101 is not for websocket');
    }
  }

  head(head: ResponseHead, framing: BodyFraming): void {
    this.facts.finalHeadSeen = true;
    this.#bodyIdleMs = isEventStream(head.headers) ? this.#timeouts.tunnelMs : this.#timeouts.idleMs;
    this.#handler.head({ ...head, headers: withLengthOf(head.headers, this.#rawHeaders) }, framing);
  }

  chunk(data: Buffer): void {
    if (this.#over) return;
    this.facts.responseBodyBytes += data.length;
    this.#handler.chunk(data);
  }

  end(trailers: RawHeaders): void {
    if (this.#over) return;
    this.#close();
    this.#handler.end(trailers);
  }

  /** Puts the timer where it belongs after any progress. It does not run while we hold the endpoint back. */
  #watch(): void {
    if (this.#over || this.facts.connectedAt === null) return;
    if (this.#paused) this.#deadline.clear();
    else if (this.facts.finalHeadSeen) this.#deadline.set(this.#bodyIdleMs);
    else this.#deadline.set(this.#timeouts.responseHeaderMs);
  }

  #expired(): void {
    if (this.facts.connectedAt === null) this.#fail('connection_timeout', 'no connection in time');
    else if (this.facts.finalHeadSeen) this.#fail('connection_read_timeout', 'no more of the body in time');
    else this.#fail('http_response_timeout', 'no final head in time');
  }

  #cutCode(): AttemptErrorCode {
    return this.facts.finalHeadSeen ? 'http_response_incomplete' : 'connection_terminated';
  }

  #fail(code: AttemptErrorCode, detail: string): void {
    if (this.#over) return;
    this.#close();
    this.#handler.failed({ stage: stageOf(this.facts), code, detail });
  }

  #close(): void {
    this.#over = true;
    this.#deadline.close();
    this.#handshake.close();
  }
}

/** The fields as they came, but for the length, which the library corrects where a status allows no body. */
function withLengthOf(passedOn: RawHeaders, raw: RawHeaders): RawHeaders {
  const headers = removeHopByHop(raw, lengthField);
  for (const length of fieldValues(passedOn, 'content-length')) headers.push('Content-Length', length);
  return headers;
}

function isWebSocket(headers: RawHeaders): boolean {
  return fieldValues(headers, 'upgrade').every((value) => value.trim().toLowerCase() === 'websocket');
}
