import { STATUS_CODES } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fieldValues } from '@hostler/http';
import type { RawHeaders } from '@hostler/http1';
import type { Clock } from '../clock.ts';
import { connectionOf } from './client-connection.ts';
import type { ClientConnection, LatestRequest } from './client-connection.ts';
import type {
  ClientRequest,
  ClientResponse,
  DetachedConnection,
  Exchange,
  ExchangeListener,
} from './exchange.ts';
import { dropRest, lingerAfterResponse } from './lingering-close.ts';
import { joinPresetFields } from './preset-fields.ts';
import { NodeRequestBody } from './request-body.ts';

/** Bodies up to this size are worth copying to save a write. @unit bytes */
const smallBodyBytes = 4 * 1024;
/** How long a client may take nothing of a response that no service's `timeouts.idle` is for. @unit ms */
const defaultStallMs = 60_000;

/** What only the server's own events know of a request; see `server-events.ts`. */
export interface Arrival {
  readonly expectContinue?: boolean;
  readonly unmetExpectation?: boolean;
  readonly detach?: () => DetachedConnection;
}

const arrivals = new WeakMap<IncomingMessage, Arrival>();

/** Tells the adapter what it cannot read from `req`, before the request runs through the Express chain. */
export function announce(request: IncomingMessage, arrival: Arrival): void {
  arrivals.set(request, arrival);
}

/**
 * Makes an `Exchange` of what Express hands to a middleware, and has it handled when it is the request's turn: those
 * that a client sends ahead wait until the ones before are answered, since only safe ones may be served side by side
 * (RFC 9112 9.3.2). What comes after the last response of a connection never gets its turn.
 */
export function accept(
  request: IncomingMessage,
  response: ServerResponse,
  clock: Clock,
  handle: (exchange: Exchange) => void,
): void {
  const connection = connectionOf(request.socket);
  // Somebody in front has answered and called us nevertheless; or nothing is answered any more.
  if (connection.isEnding || response.headersSent) return;
  const exchange = new NodeExchange(connection, request, response, clock);
  connection.latest = exchange;
  if (response.socket !== null || exchange.isGone) {
    exchange.begin(handle);
  } else {
    connection.queue.joined();
    response.once('socket', () => {
      connection.queue.left();
      process.nextTick(beginLater, exchange, handle);
    });
  }
}

function beginLater(exchange: NodeExchange, handle: (exchange: Exchange) => void): void {
  if (!exchange.isGone) exchange.begin(handle);
}

class NodeExchange implements Exchange, LatestRequest {
  readonly request: ClientRequest;
  readonly body: NodeRequestBody;
  readonly response: NodeClientResponse;
  readonly detach: (() => DetachedConnection) | null;
  readonly unmetExpectation: boolean;
  listener: ExchangeListener | null = null;
  readonly connection: ClientConnection;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  /** What is wrong with the rest of a request that waits for its turn. */
  #malformed: string | null = null;
  #isClosed: boolean;

  constructor(
    connection: ClientConnection,
    request: IncomingMessage,
    response: ServerResponse,
    clock: Clock,
  ) {
    const arrival = arrivals.get(request);
    this.connection = connection;
    this.#request = request;
    this.#response = response;
    this.request = {
      method: request.method ?? '',
      target: originalTarget(request),
      httpVersion: request.httpVersion,
      headers: request.rawHeaders,
      peer: connection.peer,
    };
    this.body = new NodeRequestBody(request, arrival?.expectContinue === true ? response : null);
    this.response = new NodeClientResponse(this, request, response, clock);
    this.detach = arrival?.detach ?? null;
    this.unmetExpectation = arrival?.unmetExpectation === true;
    this.#isClosed = response.destroyed;
    response.on('close', () => {
      this.#closed();
    });
  }

  get isGone(): boolean {
    return this.#isClosed;
  }

  get isComplete(): boolean {
    return this.#request.complete;
  }

  begin(handle: (exchange: Exchange) => void): void {
    const { connection } = this;
    if (connection.isTimed) {
      connection.isTimed = false;
      this.#request.socket.setTimeout(0);
    }
    handle(this);
    if (this.#malformed !== null) this.listener?.malformed(this.#malformed);
  }

  malformed(detail: string): void {
    // The response is complete, and the rest was only dropped.
    if (this.#isClosed) this.#request.socket.destroy();
    else if (this.listener === null) this.#malformed = detail;
    else this.listener.malformed(detail);
  }

  #closed(): void {
    this.#isClosed = true;
    const { isOurs } = this.response;
    this.response.closed();
    if (this.#response.headersSent && !isOurs) this.listener?.preempted(this.#response.statusCode);
    this.listener?.closed(this.#response.writableFinished);
  }
}

/** Express shortens `url` while it walks into a router that is mounted on a path; the endpoint gets what the client sent. */
function originalTarget(request: IncomingMessage): string {
  if ('originalUrl' in request && typeof request.originalUrl === 'string') return request.originalUrl;
  return request.url ?? '';
}

class NodeClientResponse implements ClientResponse {
  stallMs: number | null = defaultStallMs;
  /** Whether the response that goes out, if any, is this one, and not that of a middleware. */
  isOurs = false;
  readonly #exchange: NodeExchange;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #clock: Clock;
  /** Nothing may be written any more: the connection is gone, or belongs to the next request, or somebody else answers. */
  #isDead = false;
  #isLast = false;
  #heldBack = false;
  /** Listens for the socket's timer. */
  #isTimed = false;
  #headers: string[] = [];
  /**
   * What waits in the turn of the head: the head alone, or with a small piece of the body, so that a whole small
   * response is one string and one write; that takes a tenth off a small request. Nothing waits longer than the turn.
   */
  #turn: 'head' | Buffer | 'flushed' = 'head';

  constructor(exchange: NodeExchange, request: IncomingMessage, response: ServerResponse, clock: Clock) {
    this.#exchange = exchange;
    this.#request = request;
    this.#response = response;
    this.#clock = clock;
  }

  informational(statusCode: number, headers: RawHeaders): void {
    if (!this.#isWritable() || this.#response.headersSent || this.#request.httpVersion !== '1.1') return;
    // Not writeEarlyHints, which drops a 103 that has no Link.
    this.#response.writeInformation(statusCode, [...headers]);
  }

  endConnection(): void {
    this.#isLast = true;
  }

  head(statusCode: number, reason: string, headers: string[]): void {
    // A middleware may answer while we wait for an endpoint: a limit on time, say.
    if (this.#response.headersSent) this.#isDead = true;
    if (!this.#isWritable()) return;
    this.isOurs = true;
    // Node would look at TE, which says nothing in HTTP/1.0 (RFC 9112 7.4).
    if (this.#request.httpVersion !== '1.1') this.#response.useChunkedEncodingByDefault = false;
    // A client that was not told to send its body may do so or not: nobody could tell it from a request (RFC 9110 10.1.1).
    if (this.#exchange.body.isWithheld && this.#hasBody()) this.#isLast = true;
    this.#headers = this.#finalFields(headers);
    try {
      this.#response.writeHead(statusCode, reason || (STATUS_CODES[statusCode] ?? ''), this.#headers);
    } catch (error) {
      // So that an error response may still be sent.
      for (const name of this.#response.getHeaderNames()) this.#response.removeHeader(name);
      this.isOurs = false;
      throw error;
    }
    process.nextTick(flush, this);
  }

  chunk(data: Buffer): boolean {
    if (!this.#isWritable()) return true;
    if (this.#turn === 'head' && data.length <= smallBodyBytes) {
      this.#turn = data;
      return true;
    }
    this.flush();
    return this.#write(data);
  }

  end(trailers: RawHeaders): void {
    if (!this.#isWritable()) return;
    const turn = this.#turn;
    this.#turn = 'flushed';
    if (trailers.length > 0 && this.#response.chunkedEncoding) this.#response.addTrailers(pairs(trailers));
    if (!this.#request.complete && this.#hasBody()) dropRest(this.#request, this.#clock);
    if (turn instanceof Buffer) this.#response.end(turn.toString('latin1'), 'latin1');
    else this.#response.end();
    // Node tells nobody when a client does not take the rest.
    if (this.#request.socket.writableLength > 0) this.#startTimer();
  }

  cut(): void {
    if (this.#isDead) return;
    this.flush();
    const { socket } = this.#request;
    const delimited =
      this.#response.chunkedEncoding || fieldValues(this.#headers, 'content-length').length > 0;
    // What was written in this turn waits for its end, and would be lost.
    while (socket.writableCorked > 0) socket.uncork();
    if (delimited) socket.destroy();
    // A body that ends with the connection would look complete after a FIN; only a reset tells the client.
    else socket.resetAndDestroy();
  }

  /** The turn is over, or more came than fits into it. */
  flush(): void {
    const turn = this.#turn;
    if (turn === 'flushed') return;
    this.#turn = 'flushed';
    if (!this.#isWritable()) return;
    if (turn instanceof Buffer) this.#write(turn);
    // Not flushHeaders, which sends bytes above 0x7F as UTF-8.
    else this.#response.write('', 'latin1');
  }

  closed(): void {
    this.#isDead = true;
  }

  /** Node emits an error on a response that is written to after its end, even if somebody else has ended it. */
  #isWritable(): boolean {
    return !this.#isDead && !this.#response.writableEnded && !this.#response.destroyed;
  }

  #hasBody(): boolean {
    const { headers } = this.#exchange.request;
    const [length = '0'] = fieldValues(headers, 'content-length');
    return length !== '0' || fieldValues(headers, 'transfer-encoding').length > 0;
  }

  #finalFields(headers: string[]): string[] {
    const response = this.#response;
    const names = response.getHeaderNames();
    const joined = names.length === 0 ? null : joinPresetFields(response, names, headers);
    if (this.#isLast || joined?.close === true) {
      this.#isLast = true;
      this.#exchange.connection.isEnding = true;
      lingerAfterResponse(this.#request.socket, this.#clock);
      response.shouldKeepAlive = false;
      // In what was set beforehand Node does not look for it.
      if (joined !== null) response.setHeader('Connection', 'close');
    }
    return joined?.headers ?? headers;
  }

  #write(data: Buffer): boolean {
    if (this.#response.write(data)) return true;
    if (!this.#heldBack) this.#waitForDrain();
    return false;
  }

  #waitForDrain(): void {
    this.#heldBack = true;
    this.#startTimer();
    this.#response.once('drain', () => {
      this.#heldBack = false;
      this.#stopTimer();
      this.#exchange.listener?.drained();
    });
  }

  /** A client that takes nothing at all would otherwise hold its endpoint's connection, or its own, for ever. */
  #startTimer(): void {
    const { connection } = this.#exchange;
    if (this.stallMs === null || connection.isTimed) return;
    connection.isTimed = true;
    // Node's socket timer looks at the bytes still queued, so that a slow client counts as progress.
    this.#request.socket.setTimeout(this.stallMs);
    if (this.#isTimed) return;
    this.#isTimed = true;
    this.#response.on('timeout', () => {
      this.#exchange.listener?.stalled();
    });
  }

  #stopTimer(): void {
    this.#exchange.connection.isTimed = false;
    this.#request.socket.setTimeout(0);
  }
}

function flush(response: NodeClientResponse): void {
  response.flush();
}

function pairs(headers: RawHeaders): [string, string][] {
  const list: [string, string][] = [];
  for (let i = 0; i + 1 < headers.length; i += 2) list.push([headers[i] ?? '', headers[i + 1] ?? '']);
  return list;
}
