/**
 * Every way in which bytes fail to be one unambiguous response, and why it is refused. The keys are stable names that
 * logs and tests may rely on.
 */
export const PARSE_ERRORS = {
  // The head.
  'invalid-status-line':
    'RFC 9112 4: the first line is not `HTTP/1.x`, a space, three digits from 100 to 999',
  'unsupported-version': 'RFC 9112 2.3: the version is neither HTTP/1.0 nor HTTP/1.1',
  'head-too-large': 'the status line and header section exceed `maxHeadBytes`',
  'too-many-fields': 'a header or trailer section has more field lines than `maxHeaderCount`',
  'missing-colon': 'RFC 9112 5: a field line has no colon',
  'invalid-field-name': 'RFC 9110 5.1: a field name is empty or holds a character that no token has',
  'whitespace-before-colon': 'RFC 9112 5.1: whitespace between field name and colon',
  'obs-fold': 'RFC 9112 5.2, 2.2: a field line begins with whitespace',
  'bare-cr': 'RFC 9112 2.2: a CR that no LF follows',
  'bare-lf': 'RFC 9112 2.2: a LF that no CR precedes; some parsers take it for a line end and some do not',
  'nul-byte': 'RFC 9110 5.5: NUL in a line',
  'control-character': 'RFC 9110 5.5: a control character other than HTAB in a line',
  // 1xx and tunnels.
  'too-many-informational': 'more 1xx responses to one request than `maxInformational`',
  'body-in-informational':
    'RFC 9112 6.1, RFC 9110 8.6: a 1xx with Transfer-Encoding or a Content-Length that is not 0, so that what follows could be its body',
  'unexpected-upgrade': 'RFC 9110 7.8: a 101 to a request that asked for no upgrade',
  'invalid-upgrade':
    'RFC 9110 7.8, 15.2.2: a 101 without Upgrade or without `upgrade` in Connection, which some parsers take for final',
  'unexpected-tunnel': 'RFC 9112 6.3: a 2xx to CONNECT opens a tunnel, which this parser does not do',
  // How the body is delimited.
  'content-length-with-transfer-encoding': 'RFC 9112 6.3: both Content-Length and Transfer-Encoding',
  'repeated-content-length':
    'RFC 9110 8.6, RFC 9112 6.3: more than one Content-Length, as lines or as a list, be they equal or not',
  'invalid-content-length': 'RFC 9110 8.6: Content-Length is not 1*DIGIT',
  'content-length-too-large': 'RFC 9110 8.6: Content-Length above 2^53 - 1, which cannot be counted exactly',
  'repeated-transfer-encoding': 'RFC 9112 6.1: more than one Transfer-Encoding line',
  'unknown-transfer-coding':
    'RFC 9112 6.1: Transfer-Encoding is not exactly `chunked`; we announced no other coding in TE',
  'transfer-encoding-in-http10':
    'RFC 9112 6.1: Transfer-Encoding in an HTTP/1.0 message, whose framing is faulty',
  // The chunked coding.
  'invalid-chunk-size': 'RFC 9112 7.1: the chunk size is not 1*HEXDIG',
  'chunk-size-too-large': 'RFC 9112 7.1: the chunk size has over 16 digits or is above 2^53 - 1',
  'invalid-chunk-extension': 'RFC 9112 7.1.1: what follows the chunk size is not a chunk extension',
  'chunk-extensions-too-large': 'the extensions of all chunks of one body exceed `maxChunkExtensionBytes`',
  'invalid-chunk-end': 'RFC 9112 7.1: the data of a chunk is not followed by CRLF',
  'trailers-too-large': 'the trailer section exceeds `maxTrailerBytes`',
  // Where the bytes end.
  'bytes-after-end':
    'RFC 9112 9.2: bytes while no response is expected, or after the end of the one that was',
  'closed-before-head': 'closed before the first byte of the final head',
  'head-cut': 'RFC 9112 8: closed within the head, final or informational',
  'body-cut': 'RFC 9112 8: closed before the end that Content-Length or the chunked coding announced',
} as const;

/** The name of what is wrong; `PARSE_ERRORS` has the meaning of each. */
export type ParseErrorCode = keyof typeof PARSE_ERRORS;

/** Why the bytes are not one unambiguous response. A value, not an exception: a broken endpoint is nothing unexpected. */
export interface ParseError {
  readonly code: ParseErrorCode;
  /** One clause for the log, with what was seen where that is short and harmless. Printable ASCII. */
  readonly message: string;
}

/** @param seen what the bytes held, quoted and cut to 64 characters; not for field values that may be secret. */
export function parseError(code: ParseErrorCode, seen?: string): ParseError {
  const meaning = PARSE_ERRORS[code];
  return { code, message: seen === undefined ? meaning : `${meaning}; got ${quote(seen)}` };
}

/** Quotes latin1 text so that it cannot forge log lines or terminal sequences. */
export function quote(text: string): string {
  const cut = text.length > 64 ? `${text.slice(0, 64)}...` : text;
  return JSON.stringify(cut).replace(/[^\x20-\x7e]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** What a serializer refuses to write, because the reader would see another message than the one meant. */
export type SerializeErrorCode =
  /** RFC 9110 9.1: the method is not a token, or CONNECT, which is not sent. */
  | 'invalid-method'
  /** RFC 9112 3.2: the target is empty, in no known form, or holds a space, control character, `#` or non-byte. */
  | 'invalid-target'
  /** RFC 9110 5.1: a field name is not a token, or the list has a name without a value. */
  | 'invalid-field-name'
  /** RFC 9110 5.5: a field value holds CR, LF, NUL, another control character but HTAB, or a non-byte. */
  | 'invalid-field-value'
  /** RFC 9112 3.2, 6: repeated Host, Content-Length or Transfer-Encoding, both of the latter, or values that are not exact. */
  | 'ambiguous-head'
  /** RFC 9112 7.1: a chunk of no bytes would end the body. */
  | 'invalid-chunk-size';

/** Thrown where the caller hands over what must never be on the wire: a bug of ours, not of an endpoint. */
export class SerializeError extends Error {
  override readonly name = 'SerializeError';
  readonly code: SerializeErrorCode;

  constructor(code: SerializeErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
