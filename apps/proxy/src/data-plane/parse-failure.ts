import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock.ts';
import { connectionOf, responseUnderWay } from './client-connection.ts';
import type { ErrorCode } from './errors/catalogue.ts';
import type { OwnResponse } from './errors/error-response.ts';
import { linger } from './lingering-close.ts';
import { serializeHead } from './serialize-head.ts';
import type { UnparsedRequest } from './unparsed-request.ts';

/** What the data plane does with a request that never became one. */
export interface UnparsedRequests {
  /** Writes the access line and makes the response. */
  refuse(request: UnparsedRequest): OwnResponse;
  readonly clock: Clock;
}

/** What Node's server says in `clientError`, of its parser or of the socket. */
export interface ParserError extends Error {
  readonly code?: string;
  readonly bytesParsed?: number;
  readonly rawPacket?: Buffer;
}

/** Connections that will be answered that their client speaks no HTTP, once it is time for that. */
const refused = new WeakSet<Socket>();

/** Node's parser gave up: in the middle of a request, or where one would begin; or the connection broke. */
export function parsingFailed(unparsed: UnparsedRequests, error: ParserError, socket: Socket): void {
  const { isEnding, latest } = connectionOf(socket);
  if (isEnding || refused.has(socket)) return;
  // Bytes after a request that said `Connection: close` are nobody's business.
  if (error.code === 'HPE_CLOSED_CONNECTION') return;
  if (!isAboutBytes(error) || socket.bytesRead === 0) {
    // Browsers open connections ahead, and would take a 408 on one for the answer to their first request.
    socket.destroy();
  } else if (latest !== null && !latest.isComplete) {
    // A client that ends the connection before its request has left.
    if (error.code === 'HPE_INVALID_EOF_STATE') socket.destroy();
    else latest.malformed(nameOf(error));
  } else {
    refused.add(socket);
    socket.once('end', () => {
      socket.destroySoon();
    });
    refuseInTurn(unparsed, error, socket);
  }
}

/** Requests that came before it are answered first. */
function refuseInTurn(unparsed: UnparsedRequests, error: ParserError, socket: Socket): void {
  const before = responseUnderWay(socket);
  if (before !== null) {
    before.once('close', () => {
      refuseInTurn(unparsed, error, socket);
    });
    return;
  }
  const connection = connectionOf(socket);
  if (connection.isEnding || !socket.writable) return;
  connection.isEnding = true;
  const { peer } = connection;
  const response = unparsed.refuse({
    code: codeOf(error),
    detail: nameOf(error),
    peer,
    method: '',
    target: '',
  });
  sendLast(socket, response, unparsed.clock);
}

/** And not about the socket, such as ECONNRESET. */
function isAboutBytes({ code }: ParserError): boolean {
  return code !== undefined && (code.startsWith('HPE_') || code === 'ERR_HTTP_REQUEST_TIMEOUT');
}

function nameOf(error: ParserError): string {
  return error.code ?? error.message;
}

function codeOf(error: ParserError): ErrorCode {
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
      return 'request_header_too_large';
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 'request_timeout';
    case 'HPE_INVALID_METHOD':
      return looksLikeMethod(error) ? 'not_implemented' : 'http_request_error';
    default:
      return 'http_request_error';
  }
}

/** A token and a space: a method that we do not know, and not, say, a TLS handshake on a plain port. */
function looksLikeMethod({ rawPacket, bytesParsed = 0 }: ParserError): boolean {
  if (rawPacket === undefined) return false;
  // The packet may begin with other requests; the parser stops within the word that it does not know.
  const start = rawPacket.lastIndexOf('\n', Math.max(0, bytesParsed - 1)) + 1;
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+ /.test(rawPacket.toString('latin1', start, start + 64));
}

/** Writes a response past Node, and ends the connection with it. */
export function sendLast(socket: Duplex, response: OwnResponse, clock: Clock): void {
  const headers = [...response.headers, 'Date', new Date().toUTCString(), 'Connection', 'close'];
  socket.write(
    Buffer.concat([Buffer.from(serializeHead(response.status, '', headers), 'latin1'), response.body]),
  );
  linger(socket, clock);
}
