import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import { connectionOf } from './client-connection.ts';
import type { ClientConnection, LatestRequest } from './client-connection.ts';
import { NodeClientResponse } from './client-response.ts';
import type { ResponseOwner } from './client-response.ts';
import type { ClientRequest, DetachedConnection, Exchange, ExchangeListener } from './exchange.ts';
import { NodeRequestBody } from './request-body.ts';

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

class NodeExchange implements Exchange, LatestRequest, ResponseOwner {
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
    if (this.#isClosed) return;
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
