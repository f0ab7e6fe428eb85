import type { BodyFraming, RawHeaders, ResponseHead } from '@hostler/http1';

/** How the body of an upstream request is delimited. */
export type RequestBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'chunked' };

/** A request as it goes to one endpoint. Built fresh for each attempt, never changed afterwards. */
export interface UpstreamRequest {
  readonly method: string;
  /** Raw request target, sent byte for byte. */
  readonly target: string;
  /** Everything but the framing fields, which follow from `body`. */
  readonly headers: RawHeaders;
  readonly body: RequestBody;
}

/** Limits on one attempt, in milliseconds; `null` is off. Each ends in an error code of its own. */
export interface AttemptTimeouts {
  /** From the call to an established connection, the lookup of a name included. Not for a reused one. @default 2_000 */
  readonly connectMs: number | null;
  /** From the whole request sent to the final response head; a 1xx does not put it off. @default 30_000 */
  readonly responseHeaderMs: number | null;
  /**
   * Longest silence between two pieces of a body, either way. Runs neither while we hold the endpoint back nor while
   * more of the request body is to come from us: who serves the client times the client. @default 60_000
   */
  readonly idleMs: number | null;
  /** Takes the place of `idleMs` for `text/event-stream` responses. @default 3_600_000 */
  readonly tunnelMs: number | null;
}

/** RFC 9209 error types that an attempt can end in. */
export type AttemptErrorCode =
  | 'dns_error'
  | 'connection_refused'
  | 'destination_ip_unroutable'
  | 'connection_timeout'
  | 'connection_terminated'
  | 'connection_read_timeout'
  | 'connection_write_timeout'
  | 'http_response_timeout'
  | 'http_response_incomplete'
  | 'http_protocol_error'
  /** Of an attempt to upgrade: a 101 for a protocol that was not asked for. */
  | 'http_upgrade_failed';

/**
 * Why an attempt failed, by how far it came, which is what decides about a retry:
 * `not-sent` - no byte of the request left, so any method may be tried elsewhere;
 * `sent` - something was sent and no final head came;
 * `streaming` - the final head was delivered, so the response is cut.
 */
export interface AttemptFailure {
  readonly stage: 'not-sent' | 'sent' | 'streaming';
  readonly code: AttemptErrorCode;
  /** One clause for the log, such as `ECONNRESET` or the parser's error name. Never shown to clients. */
  readonly detail: string;
}

/** What happened so far; read by the retry rule and the access log. Plain counters, updated in place. */
export interface AttemptFacts {
  /** The request went out on a kept-alive connection that had served another one before. */
  reusedSocket: boolean;
  /** Any byte of the head was handed to an established connection. */
  headSent: boolean;
  /** The whole request, body included, was handed to the connection; with a known length as soon as that is reached. */
  requestComplete: boolean;
  /** Any byte of a response arrived, a 1xx included. */
  responseStarted: boolean;
  finalHeadSeen: boolean;
  /** Body bytes each way, without framing. */
  requestBodyBytes: number;
  responseBodyBytes: number;
  /** Milliseconds on the clock; `null` until it happened. A reused connection counts as connected at the call. */
  connectedAt: number | null;
  firstByteAt: number | null;
}

/**
 * Who is told how an attempt goes. Calls come in the order below; `end` or `failed` comes exactly once and last,
 * and after `Attempt.abort()` nothing comes any more. None is called synchronously from `open`.
 */
export interface AttemptHandler {
  /**
   * Connected and the head is on its way: now the body may be written, if the request has one. What is written at once
   * or in the next tick shares a packet with the head.
   */
  ready(): void;
  /** The connection takes more body after `write` returned false. */
  drained(): void;
  /** A 1xx other than 101, so 100 too; any number of them. */
  informational(head: ResponseHead): void;
  head(head: ResponseHead, framing: BodyFraming): void;
  /** A piece of the body. It is never written to again, so it may be kept. */
  chunk(data: Buffer): void;
  /**
   * The response is complete, which it may be before the request is. For a body delimited by close this is all that a
   * clean end can mean. The next request may be opened from here and gets this connection if it is kept.
   */
  end(trailers: RawHeaders): void;
  failed(failure: AttemptFailure): void;
}

/** One exchange with one endpoint, from dialling to the last byte. */
export interface Attempt {
  readonly facts: Readonly<AttemptFacts>;
  /**
   * Sends a piece of the body, not before `ready`. Once the attempt is over it does nothing and returns true.
   * @returns false when the connection is full: stop until `drained`, which does not come if the response ends first.
   * @throws RangeError for more bytes than the request announced; the attempt is aborted then.
   */
  write(chunk: Buffer): boolean;
  /**
   * Ends the body. Trailers are sent only when the body is chunked. Not needed for a request without a body.
   * @throws RangeError for fewer bytes than the request announced; the attempt is aborted then.
   */
  endBody(trailers: RawHeaders): void;
  /** Stops reading the response, so that the endpoint feels the client's pace. What one read brought still comes. */
  pause(): void;
  resume(): void;
  /** Gives up at once: the connection is closed unless the exchange had ended. Safe to call at any time. */
  abort(): void;
}
