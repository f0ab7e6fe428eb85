import type { Outcome } from './outcome.ts';

/** How a message came out. */
export type Verdict = 'complete' | 'cut' | 'refused';

/** Names under which a parser says that the connection was closed too early. */
const cutNames = /^(closed-before-head|head-cut|body-cut|ECONNRESET|HPE_INVALID_EOF_STATE)$/;

/** Node closes some cut bodies without an error, so that none counts as cut too. */
export function verdict({ complete, error }: Outcome): Verdict {
  if (complete) return 'complete';
  return error === null || cutNames.test(error) ? 'cut' : 'refused';
}

/** A class of messages that Node's client and this parser read differently, on purpose. */
export interface Difference {
  readonly name: string;
  readonly reason: string;
  /** A response to GET that shows it. */
  readonly example: string;
  readonly covers: (text: string, ours: Outcome, node: Outcome) => boolean;
}

/** We refuse under such a name what Node delivers, or would have, had it not been cut. */
function refusedByUs(error: RegExp, text: RegExp = /^/): Difference['covers'] {
  return (message, ours, node) =>
    verdict(ours) === 'refused' &&
    error.test(ours.error ?? '') &&
    verdict(node) !== 'refused' &&
    text.test(message);
}

/** Node refuses under this name what we deliver, or would have. */
function refusedByNode(error: string, text: RegExp): Difference['covers'] {
  return (message, ours, node) =>
    verdict(ours) !== 'refused' && verdict(node) === 'refused' && node.error === error && text.test(message);
}

const ok = 'HTTP/1.1 200 OK\r\n';
const chunked = 'Transfer-Encoding: chunked\r\n';

/** Every difference must be covered by one of these, and the example of each must still be one. */
export const differences: readonly Difference[] = [
  {
    name: 'empty lines before the status line',
    reason:
      'RFC 9112 2.2 lets a server skip one before a request; nothing lets a client skip any before a response',
    example: `\r\n${ok}\r\n`,
    covers: refusedByUs(/^invalid-status-line$/, /(^|\r\n\r\n)[\r\n]/),
  },
  {
    name: 'the start of another protocol',
    reason: 'Node reads RTSP and ICE, whose messages look the same, too',
    example: 'RTSP/1.0 200 OK\r\n\r\n',
    covers: refusedByUs(/^invalid-status-line$/, /(^|\r\n\r\n)[RI]/),
  },
  {
    name: 'HTTP/0.9 and HTTP/2.0 in a status line',
    reason: 'RFC 9112 2.3: only HTTP/1.x has this syntax, and 1.0 and 1.1 are all there are',
    example: 'HTTP/2.0 200 OK\r\n\r\n',
    covers: refusedByUs(/^unsupported-version$/, /HTTP\/(0|2)/),
  },
  {
    name: 'control characters in the reason phrase',
    reason: 'RFC 9112 4: HTAB, SP, VCHAR and obs-text only; what we pass on ends up in logs and terminals',
    example: 'HTTP/1.1 200 \x1b[31m\r\n\r\n',
    covers: refusedByUs(
      /^(control-character|nul-byte)$/,
      /HTTP\/1\.[01] \d{3} [^\r\n]*[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/,
    ),
  },
  {
    name: 'a status below 100',
    reason: 'RFC 9110 15: 100 to 599, and a first digit to know the class by',
    example: 'HTTP/1.1 099 Low\r\n\r\n',
    covers: refusedByUs(/^invalid-status-line$/, /HTTP\/1\.[01] 0/),
  },
  {
    name: 'a body announced by a 1xx',
    reason:
      'RFC 9112 6.1, RFC 9110 8.6: such a 1xx is invalid, and what follows could be that body or the final head',
    example: `HTTP/1.1 103 Early Hints\r\nContent-Length: 3\r\n\r\n${ok}\r\n`,
    covers: refusedByUs(/^body-in-informational$/),
  },
  {
    name: 'a 101 without Upgrade or its connection option',
    reason: 'RFC 9110 7.8, 15.2.2: invalid; Node takes it for a final response without body',
    example: 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n',
    covers: refusedByUs(/^invalid-upgrade$/),
  },
  {
    name: 'codings other than chunked',
    reason:
      'we announce none in TE, and the client would get a body that is still coded; Node passes it on as it is',
    example: `${ok}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
    covers: refusedByUs(/^unknown-transfer-coding$/),
  },
  {
    name: 'repeated Transfer-Encoding',
    reason: 'a list to some parsers, the first or the last line to others',
    example: `${ok}${chunked}${chunked}\r\n0\r\n\r\n`,
    covers: refusedByUs(/^repeated-transfer-encoding$/),
  },
  {
    name: 'Transfer-Encoding in HTTP/1.0',
    reason: 'RFC 9112 6.1: faulty framing; Node decodes it',
    example: `HTTP/1.0 200 OK\r\n${chunked}\r\n0\r\n\r\n`,
    covers: refusedByUs(/^transfer-encoding-in-http10$/),
  },
  {
    name: 'whitespace before a chunk extension',
    reason:
      'RFC 9112 7.1.1 has BWS there, which RFC 9110 5.6.3 tells a recipient to parse; the size is not in doubt',
    example: `${ok}${chunked}\r\n0 ;a\r\n\r\n`,
    covers: refusedByNode('HPE_INVALID_CHUNK_SIZE', /\r\n[0-9a-f]+[ \t]+;/i),
  },
  {
    name: 'chunk extensions without a name or a value',
    reason: 'RFC 9112 7.1.1: not in the grammar',
    example: `${ok}${chunked}\r\n0;;a\r\n\r\n`,
    covers: refusedByUs(/^invalid-chunk-extension$/, /\r\n[0-9a-f]+[ \t]*(;.*)?[;=][;=\r]/i),
  },
  {
    name: 'framing fields in trailers',
    reason: 'RFC 9110 6.5.1: they mean nothing there, and are for the proxy to drop; Node still minds them',
    example: `${ok}${chunked}\r\n0\r\nContent-Length: 3\r\n\r\n`,
    covers: refusedByNode('HPE_INVALID_CONTENT_LENGTH', /\r\n0.*\r\n(.+\r\n)*Content-Length/i),
  },
  {
    name: 'a 1xx that says close',
    reason: 'RFC 9112 9.6: the final response is the last one on the connection, not the 1xx before it',
    example: `HTTP/1.1 103 Early Hints\r\nConnection: close\r\n\r\n${ok}\r\n`,
    covers: refusedByNode('HPE_CLOSED_CONNECTION', /^HTTP\/1\.[01] 1/),
  },
  {
    name: 'a fault in a line that is cut',
    reason: 'we judge a line when it is complete, Node each byte; neither delivers anything',
    example: `${ok}a b`,
    covers: (_, ours, node) => verdict(ours) === 'cut' && verdict(node) === 'refused',
  },
  {
    name: 'bytes behind a response',
    reason:
      'RFC 9112 9.2: nothing was asked for; Node skips empty lines and waits for more. Both deliver the response',
    example: `${ok}Content-Length: 0\r\n\r\n\r\n`,
    covers: (_, ours, node) =>
      ours.complete && node.complete && ours.error === 'bytes-after-end' && node.error === null,
  },
];
