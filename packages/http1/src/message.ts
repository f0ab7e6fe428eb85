/**
 * Field lines as they are on the wire: a flat list of name, value, name, value, and so on. Order, case and
 * repetitions are kept. Each character is one byte (latin1), so text above 0xFF never occurs.
 */
export type RawHeaders = readonly string[];

/** The status line and the header section of one response, a 1xx included. */
export interface ResponseHead {
  /** 100 to 999: RFC 9112 4 has three digits, RFC 9110 15 lets a client take an unknown class for x00. */
  readonly statusCode: number;
  /** The reason phrase as sent; empty when the endpoint sent none. */
  readonly reason: string;
  /** The `y` of `HTTP/1.y`. */
  readonly httpMinor: 0 | 1;
  readonly headers: RawHeaders;
  /**
   * Whether the connection may serve another request once this response is complete (RFC 9112 9.3): by version and
   * `Connection`, and only if the body's end shows in the bytes themselves. Look at `ResponseParser.reusable` too.
   */
  readonly persistent: boolean;
}

/** How the end of a body is found (RFC 9112 6.3). `length` is in bytes, 0 to 2^53 - 1. */
export type BodyFraming =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' };

/**
 * Who is told what a response holds. Calls come synchronously from `push` or `finish`, in this order: any number of
 * `informational`; then either `upgrade`, or `head`, any number of `chunk`, and `end`. An exception from one of them
 * passes through to the caller of `push`.
 */
export interface ResponseHandler {
  /** A 1xx other than 101. The final head is still to come. */
  informational(head: ResponseHead): void;
  /** A 101 that was asked for. What follows is not HTTP; `rest` is what was pushed of it, and the parser is done. */
  upgrade(head: ResponseHead, rest: Buffer): void;
  /** The final head. */
  head(head: ResponseHead, framing: BodyFraming): void;
  /** A piece of the body, never empty: a view of what was pushed, not a copy. */
  chunk(data: Buffer): void;
  /**
   * The response is complete. Trailers are checked as field lines and otherwise raw: fields that must not be
   * trailers (RFC 9110 6.5.1) are for the reader to drop.
   */
  end(trailers: RawHeaders): void;
}
