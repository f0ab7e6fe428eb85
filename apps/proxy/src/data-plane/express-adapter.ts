import { STATUS_CODES } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { fieldValues } from '@hostler/http';
import type { RawHeaders } from '@hostler/http1';
import type {
  ClientRequest,
  ClientResponse,
  DetachedConnection,
  Exchange,
  ExchangeListener,
  Peer,
  RequestBody,
  RequestBodySink,
} from './exchange.ts';
import { closeAfterReading } from './lingering-close.ts';

/** Bodies up to this size are worth copying to save a write. @unit bytes */
const smallBodyBytes = 4 * 1024;

/** What only the server's own events know of a request; see `server-events.ts`. */
export interface Arrival {
  readonly expectContinue?: boolean;
  readonly unmetExpectation?: boolean;
  readonly detach?: () => DetachedConnection;
}

const arrivals = new WeakMap<IncomingMessage, Arrival>();
/** What is kept for as long as a client's connection lasts. */
interface Connection {
  readonly peer: Peer;
  /** The latest exchange, while it is under way. */
  exchange: NodeExchange | null;
}

const connections = new WeakMap<Socket, Connection>();

/** Tells the adapter what it cannot read from `req`, before the request runs through the Express chain. */
export function announce(request: IncomingMessage, arrival: Arrival): void {
  arrivals.set(request, arrival);
}

/** The exchange that is under way on a connection, if any. */
export function currentExchange(socket: Socket): Exchange | null {
  return connections.get(socket)?.exchange ?? null;
}

/** Makes an `Exchange` of what Express hands to a middleware. */
export function toExchange(request: IncomingMessage, response: ServerResponse): Exchange {
  return new NodeExchange(request, response);
}

/** The client's end of a connection. */
export function peerOf(socket: Socket): Peer {
  return connectionOf(socket).peer;
}

function connectionOf(socket: Socket): Connection {
  let connection = connections.get(socket);
  if (connection === undefined) {
    const peer = {
      address: (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/i, ''),
      port: socket.remotePort ?? 0,
      localPort: socket.localPort ?? 0,
      tls: 'encrypted' in socket,
    };
    connection = { peer, exchange: null };
    connections.set(socket, connection);
  }
  return connection;
}

class NodeExchange implements Exchange {
  readonly request: ClientRequest;
  readonly body: NodeRequestBody;
  readonly response: NodeClientResponse;
  readonly detach: (() => DetachedConnection) | null;
  readonly unmetExpectation: boolean;
  listener: ExchangeListener | null = null;

  constructor(request: IncomingMessage, response: ServerResponse) {
    const connection = connectionOf(request.socket);
    const arrival = arrivals.get(request);
    this.request = {
      method: request.method ?? '',
      target: originalTarget(request),
      httpVersion: request.httpVersion,
      headers: request.rawHeaders,
      peer: connection.peer,
    };
    this.body = new NodeRequestBody(request, response, arrival?.expectContinue === true);
    this.response = new NodeClientResponse(this, request, response);
    this.detach = arrival?.detach ?? null;
    this.unmetExpectation = arrival?.unmetExpectation === true;
    connection.exchange = this;
    response.once('close', () => {
      if (connection.exchange === this) connection.exchange = null;
      this.response.closed();
      this.listener?.closed(response.writableFinished);
    });
  }
}

/** Express shortens `url` while it walks into a router that is mounted on a path; the endpoint gets what the client sent. */
function originalTarget(request: IncomingMessage): string {
  if ('originalUrl' in request && typeof request.originalUrl === 'string') return request.originalUrl;
  return request.url ?? '';
}

class NodeRequestBody implements RequestBody {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #expectContinue: boolean;

  constructor(request: IncomingMessage, response: ServerResponse, expectContinue: boolean) {
    this.#request = request;
    this.#response = response;
    this.#expectContinue = expectContinue;
  }

  get consumed(): boolean {
    return this.#request.readableDidRead;
  }

  read(sink: RequestBodySink): void {
    if (this.#expectContinue && !this.#response.headersSent) this.#response.writeContinue();
    this.#request.on('data', (data: Buffer) => {
      sink.chunk(data);
    });
    this.#request.once('end', () => {
      sink.end(this.#request.rawTrailers);
    });
  }

  pause(): void {
    this.#request.pause();
  }

  resume(): void {
    this.#request.resume();
  }
}

class NodeClientResponse implements ClientResponse {
  stallMs: number | null = null;
  readonly #exchange: NodeExchange;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  #closed = false;
  #heldBack = false;
  #headers: RawHeaders = [];
  /**
   * What waits in the turn of the head: the head alone, or with a small piece of the body, so that a whole small
   * response is one string and one write; that takes a tenth off a small request. Nothing waits longer than the turn.
   */
  #turn: 'head' | Buffer | 'flushed' = 'head';

  constructor(exchange: NodeExchange, request: IncomingMessage, response: ServerResponse) {
    this.#exchange = exchange;
    this.#request = request;
    this.#response = response;
  }

  informational(statusCode: number, headers: RawHeaders): void {
    if (this.#closed || this.#request.httpVersion !== '1.1') return;
    // Not writeEarlyHints, which drops a 103 that has no Link.
    this.#response.writeInformation(statusCode, [...headers]);
  }

  head(statusCode: number, reason: string, headers: RawHeaders): void {
    if (this.#closed) return;
    this.#headers = headers;
    this.#response.writeHead(statusCode, reason || (STATUS_CODES[statusCode] ?? ''), [...headers]);
    process.nextTick(flush, this);
  }

  chunk(data: Buffer): boolean {
    if (this.#closed) return true;
    if (this.#turn === 'head' && data.length <= smallBodyBytes) {
      this.#turn = data;
      return true;
    }
    this.flush();
    return this.#write(data);
  }

  end(trailers: RawHeaders): void {
    if (this.#closed) return;
    const turn = this.#turn;
    this.#turn = 'flushed';
    if (trailers.length > 0 && this.#response.chunkedEncoding) this.#response.addTrailers(pairs(trailers));
    if (!this.#request.complete) closeAfterReading(this.#request, this.#response);
    if (turn instanceof Buffer) this.#response.end(turn.toString('latin1'), 'latin1');
    else this.#response.end();
  }

  cut(): void {
    if (this.#closed) return;
    this.flush();
    const { socket } = this.#request;
    const delimited =
      this.#response.chunkedEncoding || fieldValues(this.#headers, 'content-length').length > 0;
    if (delimited) socket.destroy();
    // A body that ends with the connection would look complete after a FIN; only a reset tells the client.
    else socket.resetAndDestroy();
  }

  /** The turn is over, or more came than fits into it. */
  flush(): void {
    const turn = this.#turn;
    if (turn === 'flushed') return;
    this.#turn = 'flushed';
    if (this.#closed) return;
    if (turn instanceof Buffer) this.#write(turn);
    else this.#response.flushHeaders();
  }

  #write(data: Buffer): boolean {
    if (this.#response.write(data)) return true;
    if (!this.#heldBack) this.#waitForDrain();
    return false;
  }

  /** The connection is gone or belongs to the next request: nothing may be written any more. */
  closed(): void {
    this.#closed = true;
  }

  /** A client that takes nothing at all would otherwise hold its endpoint's connection for ever. */
  #waitForDrain(): void {
    const { socket } = this.#request;
    this.#heldBack = true;
    const onTimeout = (): void => {
      this.#exchange.listener?.stalled();
    };
    // Node's socket timer looks at the bytes still queued, so that a slow client counts as progress.
    if (this.stallMs !== null) {
      socket.setTimeout(this.stallMs);
      this.#response.once('timeout', onTimeout);
    }
    this.#response.once('drain', () => {
      this.#heldBack = false;
      if (this.stallMs !== null) {
        socket.setTimeout(0);
        this.#response.off('timeout', onTimeout);
      }
      this.#exchange.listener?.drained();
    });
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
