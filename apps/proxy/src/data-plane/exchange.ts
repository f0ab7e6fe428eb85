import type { Duplex } from 'node:stream';
import type { RawHeaders } from '@hostler/http1';

/** A client's request, as it came: nothing is decoded, joined or reordered. */
export interface ClientRequest {
  readonly method: string;
  /** Raw request target: origin-form, absolute-form, or `*`. */
  readonly target: string;
  /** `1.1`, `1.0`, or whatever else the client claimed. */
  readonly httpVersion: string;
  /** Flat list of names and values in the order and case received. */
  readonly headers: RawHeaders;
  readonly peer: Peer;
}

/** The other end of the client's connection, and how it reached us. */
export interface Peer {
  /** IP address without brackets; an IPv4-mapped IPv6 address is given as IPv4. Empty once the client is gone. */
  readonly address: string;
  readonly port: number;
  /** The port of ours that it connected to. */
  readonly localPort: number;
  readonly tls: boolean;
}

/** Who takes the client's request body. `end` comes once, after the last piece. */
export interface RequestBodySink {
  chunk(data: Buffer): void;
  end(trailers: RawHeaders): void;
}

/** The client's request body: pieces with pause and resume, not a stream wrapped in another one. */
export interface RequestBody {
  /** Somebody in front of the data plane, such as a body parser, has taken it already. */
  readonly consumed: boolean;
  /** Begins delivery, and answers `Expect: 100-continue` with 100 (RFC 9110 10.1.1). Called at most once. */
  read(sink: RequestBodySink): void;
  pause(): void;
  resume(): void;
}

/** The client's response. Any 1xx, one final head, pieces of the body, then `end` or `cut`. */
export interface ClientResponse {
  /** Passes a 1xx other than 100 and 101 on; HTTP/1.0 clients do not get it (RFC 9110 15.2). */
  informational(statusCode: number, headers: RawHeaders): void;
  /**
   * The final head. From here on the request is committed: nothing may be retried.
   * @param headers not used afterwards
   * @throws for what is no valid head; another one may be sent then
   */
  head(statusCode: number, reason: string, headers: string[]): void;
  /** @returns false when the client does not keep up: hold the source back until the listener's `drained`. */
  chunk(data: Buffer): boolean;
  /** Makes the response the last one on its connection. Comes before `head`. */
  endConnection(): void;
  /** Trailers reach the client only where its body is chunked. */
  end(trailers: RawHeaders): void;
  /** Ends the connection in a way that no client can take for the end of the response. */
  cut(): void;
  /** How long a client may take nothing of what waits for it. @unit ms  `null` is for ever. */
  stallMs: number | null;
}

/** The client's connection once it no longer speaks HTTP. */
export interface DetachedConnection {
  readonly socket: Duplex;
  /** Bytes that came after the request's head. */
  readonly head: Buffer;
}

/** What the pipeline sees of one client's request and response, whatever carries them. */
export interface Exchange {
  readonly request: ClientRequest;
  readonly body: RequestBody;
  readonly response: ClientResponse;
  /** The request asks for a WebSocket: hands the connection over, after which the response is dead. Else `null`. */
  readonly detach: (() => DetachedConnection) | null;
  /** The client sent an `Expect` that nobody can meet (RFC 9110 10.1.1). */
  readonly unmetExpectation: boolean;
  /** The client left before anybody looked at the request: a middleware in front took its time. */
  readonly isGone: boolean;
  /** Who is told what becomes of the connection; set once, before anything is sent. */
  listener: ExchangeListener | null;
}

/** What happens to a client's connection while its request is under way. */
export interface ExchangeListener {
  /** The client takes more after `chunk` returned false. */
  drained(): void;
  /** The client took nothing for `stallMs`, during the response or after its end. */
  stalled(): void;
  /** What follows of the request is malformed; `detail` names the rule. */
  malformed(detail: string): void;
  /** Somebody else, such as a middleware with a time limit, has sent a response in place of ours. */
  preempted(statusCode: number): void;
  /** Called once and last: the response was delivered whole, or the connection closed before. */
  closed(delivered: boolean): void;
}
