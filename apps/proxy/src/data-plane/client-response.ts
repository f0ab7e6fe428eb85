import { STATUS_CODES } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fieldValues } from '@hostler/http';
import type { RawHeaders } from '@hostler/http1';
import type { Clock } from '../clock.ts';
import type { ClientConnection } from './client-connection.ts';
import type { ClientRequest, ClientResponse, ExchangeListener } from './exchange.ts';
import { dropRest, lingerAfterResponse } from './lingering-close.ts';
import { joinPresetFields } from './preset-fields.ts';

/** Bodies up to this size are worth copying to save a write. @unit bytes */
const smallBodyBytes = 4 * 1024;
/** How long a client may take nothing of a response that no service's `timeouts.idle` is for. @unit ms */
const defaultStallMs = 60_000;

/** The exchange that a response belongs to. */
export interface ResponseOwner {
  readonly request: ClientRequest;
  /** The client keeps its body back until it is told to send it. */
  readonly body: { readonly isWithheld: boolean };
  readonly connection: ClientConnection;
  readonly listener: ExchangeListener | null;
}

/** A client's response, written to Node's server response. */
export class NodeClientResponse implements ClientResponse {
  stallMs: number | null = defaultStallMs;
  /** Whether the response that goes out, if any, is this one, and not that of a middleware. */
  isOurs = false;
  readonly #owner: ResponseOwner;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #clock: Clock;
  /** Nothing may be written any more: the connection is gone, or belongs to the next request, or somebody else answers. */
  #isDead = false;
  #isLast = false;
  #heldBack = false;
  /** Listens for `drain`. */
  #awaitsDrain = false;
  /** Listens for the socket's timer. */
  #isTimed = false;
  #headers: string[] = [];
  /**
   * What waits in the turn of the head: the head alone, or with a small piece of the body, so that a whole small
   * response is one string and one write; that takes a tenth off a small request. Nothing waits longer than the turn.
   */
  #turn: 'head' | Buffer | 'flushed' = 'head';

  constructor(owner: ResponseOwner, request: IncomingMessage, response: ServerResponse, clock: Clock) {
    this.#owner = owner;
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
    if (this.#request.httpVersion !== '1.1') {
      // Node would look at TE, which says nothing in HTTP/1.0 (RFC 9112 7.4).
      this.#response.useChunkedEncodingByDefault = false;
      if (fieldValues(headers, 'content-length').length === 0) this.#isLast = true;
    }
    // A client that was not told to send its body may do so or not: nobody could tell it from a request (RFC 9110 10.1.1).
    if (this.#owner.body.isWithheld && this.#hasBody()) this.#isLast = true;
    this.#headers = this.#finalFields(statusCode, headers);
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
    if (this.#turn === 'head') {
      const isSmall = data.length <= smallBodyBytes;
      this.#turn = isSmall ? data : 'flushed';
      // A large piece takes the head along.
      return isSmall || this.#write(data);
    }
    this.flush();
    return this.#write(data);
  }

  end(trailers: RawHeaders): void {
    if (!this.#isWritable()) return;
    const turn = this.#turn;
    this.#turn = 'flushed';
    if (trailers.length > 0 && this.#response.chunkedEncoding) this.#response.addTrailers(pairs(trailers));
    if (!this.#request.complete) {
      if (this.#hasBody()) dropRest(this.#request, this.#clock);
    } else if (this.#request.isPaused()) {
      // An endpoint has answered before it read the rest.
      this.#request.resume();
    }
    if (turn instanceof Buffer) this.#response.end(turn.toString('latin1'), 'latin1');
    else this.#response.end();
    // Node tells nobody when a client does not take the rest.
    if (this.#request.socket.writableLength > 0) this.#startTimer();
  }

  cut(): void {
    if (this.#isDead) return;
    if (this.isOurs) this.flush();
    const { socket } = this.#request;
    const delimited =
      this.#response.chunkedEncoding || fieldValues(this.#headers, 'content-length').length > 0;
    // What was written in this turn waits for its end, and would be lost.
    while (socket.writableCorked > 0) socket.uncork();
    const { peer } = this.#owner.connection;
    // TLS has an end of its own, which is not sent here, and a Unix socket knows no reset.
    if (delimited || peer.tls || peer.port === 0) socket.destroy();
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
    const { headers } = this.#owner.request;
    const [length = '0'] = fieldValues(headers, 'content-length');
    return length !== '0' || fieldValues(headers, 'transfer-encoding').length > 0;
  }

  /** As Node will decide. */
  #willBeChunked(statusCode: number, headers: RawHeaders): boolean {
    const { method, httpVersion } = this.#owner.request;
    const bodiless = method === 'HEAD' || statusCode === 204 || statusCode === 304;
    return httpVersion === '1.1' && !bodiless && fieldValues(headers, 'content-length').length === 0;
  }

  #finalFields(statusCode: number, headers: string[]): string[] {
    const response = this.#response;
    const names = response.getHeaderNames();
    const joined =
      names.length === 0
        ? null
        : joinPresetFields(response, names, headers, this.#willBeChunked(statusCode, headers));
    if (this.#isLast || joined?.close === true) {
      this.#isLast = true;
      this.#owner.connection.isEnding = true;
      lingerAfterResponse(this.#request, this.#clock);
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
    if (this.#awaitsDrain) return;
    this.#awaitsDrain = true;
    // Once for all: compressing middlewares hand the listener to a stream that nothing takes it off again.
    this.#response.on('drain', () => {
      if (!this.#heldBack) return;
      this.#heldBack = false;
      this.#stopTimer();
      this.#owner.listener?.drained();
    });
  }

  /** A client that takes nothing at all would otherwise hold its endpoint's connection, or its own, for ever. */
  #startTimer(): void {
    const { connection } = this.#owner;
    if (this.stallMs === null || connection.isTimed) return;
    connection.isTimed = true;
    // Node's socket timer looks at the bytes still queued, so that a slow client counts as progress.
    this.#request.socket.setTimeout(this.stallMs);
    if (this.#isTimed) return;
    this.#isTimed = true;
    this.#response.on('timeout', () => {
      this.#owner.listener?.stalled();
    });
  }

  #stopTimer(): void {
    this.#owner.connection.isTimed = false;
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
