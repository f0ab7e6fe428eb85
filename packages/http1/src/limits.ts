/** What one response may cost before it is refused. All are inclusive: a message of exactly the limit passes. */
export interface ParserLimits {
  /**
   * Status line, header section and the blank line after it, for each head, a 1xx too.
   * @unit bytes  @default 16_384  @minimum 16, the shortest head  @see Node's --max-http-header-size
   */
  readonly maxHeadBytes: number;
  /**
   * Field lines of a header section, and of a trailer section. The default is twice what HAProxy (101), Envoy (100)
   * and Apache (100) take, so that no service that lives behind one of them notices, and a twentieth of what 16 KiB hold.
   * @default 200  @minimum 0
   */
  readonly maxHeaderCount: number;
  /**
   * Chunk extensions of a whole body, not of each chunk: one-byte chunks with long extensions would cost us
   * thousands of bytes for each byte delivered.
   * @unit bytes  @default 16_384  @minimum 0  @see Node's limit after CVE-2024-22019
   */
  readonly maxChunkExtensionBytes: number;
  /** The trailer section and the blank line after it. @unit bytes  @default 16_384  @minimum 2 */
  readonly maxTrailerBytes: number;
  /** 1xx responses to one request, so that an endpoint cannot send them for ever. @default 100  @minimum 0 */
  readonly maxInformational: number;
}

/** The limits of a parser that was given none. */
export const DEFAULT_PARSER_LIMITS: ParserLimits = Object.freeze({
  maxHeadBytes: 16_384,
  maxHeaderCount: 200,
  maxChunkExtensionBytes: 16_384,
  maxTrailerBytes: 16_384,
  maxInformational: 100,
});

const minimums = [
  ['maxHeadBytes', 16],
  ['maxHeaderCount', 0],
  ['maxChunkExtensionBytes', 0],
  ['maxTrailerBytes', 2],
  ['maxInformational', 0],
] as const;

/** @throws RangeError for a limit that is not an integer or is below its minimum. */
export function resolveLimits(limits: Partial<ParserLimits> | undefined): ParserLimits {
  if (limits === undefined) return DEFAULT_PARSER_LIMITS;
  const resolved = { ...DEFAULT_PARSER_LIMITS, ...limits };
  for (const [name, minimum] of minimums) {
    const value = resolved[name];
    if (!Number.isSafeInteger(value) || value < minimum) {
      throw new RangeError(`${name}: got ${value}, expected an integer from ${minimum}`);
    }
  }
  return resolved;
}
