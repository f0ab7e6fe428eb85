import type { RawHeaders } from '@hostler/http1';

/** A client's request, as it came: nothing is decoded, joined or reordered. */
export interface ClientRequest {
  readonly method: string;
  /** Raw request target: origin-form, absolute-form, or `*`. */
  readonly target: string;
  readonly httpVersion: string;
  /** Flat list of names and values in the order and case received. */
  readonly headers: RawHeaders;
  /** How the body is delimited; admission has refused everything ambiguous before anybody reads this. */
  readonly body: RequestBodyKind;
  readonly peer: Peer;
}

/** `none`, a Content-Length in bytes, or chunked. */
export type RequestBodyKind = 'none' | 'chunked' | number;

/** The other end of the client's connection and how it reached us. */
export interface Peer {
  /** IP address without brackets; an IPv4-mapped IPv6 address is given as IPv4. */
  readonly address: string;
  readonly port: number;
  /** The port of ours that it connected to. */
  readonly localPort: number;
  readonly tls: boolean;
}

/** Where the pieces of a body go. The last call is `end` or `cut`, exactly once. */
export interface BodySink {
  /** @returns false when full: the source should be paused until `onDrained`. */
  chunk(data: Buffer): boolean;
  end(trailers: RawHeaders): void;
}

/** The client's request body: pieces with pause and resume, not a stream wrapped in another one. */
export interface RequestBodySource {
  /** Begins delivery, and answers `Expect: 100-continue` with 100. Called at most once. */
  read(sink: RequestBodySink): void;
  pause(): void;
  resume(): void;
}

/** Who takes the client's request body. */
export interface RequestBodySink {
  chunk(data: Buffer): void;
  end(trailers: RawHeaders): void;
}

/** The client's response. Heads first, then the body, then `end` or `cut`. */
export interface ClientResponse extends BodySink {
  /** Passes a 1xx other than 100 and 101 on; dropped for HTTP/1.0 clients (RFC 9110 15.2). */
  informational(statusCode: number, headers: RawHeaders): void;
  /** The final head. After this the request is committed: nothing may be retried. */
  head(statusCode: number, reason: string, headers: RawHeaders): void;
  /** Ends the connection in a way that no client takes for success. */
  cut(): void;
  /** Called when the client takes more after `chunk` returned false. */
  onDrained: (() => void) | null;
}

/** What the pipeline sees of one client's request and response, whatever carries them. */
export interface Exchange {
  readonly request: ClientRequest;
  readonly requestBody: RequestBodySource;
  readonly response: ClientResponse;
  /** Called once if the client goes away before the response was complete. */
  onAbort: (() => void) | null;
}
