import { ServerResponse } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ErrorCode } from './errors/catalogue.ts';
import type { OwnResponse } from './errors/error-response.ts';
import type { DetachedConnection, Peer } from './exchange.ts';
import { announce, currentExchange, peerOf } from './express-adapter.ts';
import { lingerBeforeClosing } from './lingering-close.ts';
import { serializeHead } from './serialize-head.ts';

/** Header block of a request, in bytes: more is a 431. */
const maxHeaderBytes = 16 * 1024;
/** A connection that has not sent a whole header block by then is closed with 408. @unit ms */
const headersTimeoutMs = 60_000;
/** Idle connections of clients are kept this long. nginx's keepalive_timeout. @unit ms */
const keepAliveMs = 75_000;

/** What the data plane does with a request that never became one. */
export interface UnparsedRequests {
  /** Writes the access line and makes the response. */
  refuse(code: ErrorCode, detail: string, peer: Peer): OwnResponse;
}

/**
 * Takes over what an Express middleware never sees: upgrades, `Expect`, CONNECT, requests that do not parse, and limits.
 * Everything that is a request after all runs through the server's own `request` listeners, so that an authenticating
 * middleware in front of the proxy stands in front of WebSockets too.
 */
export function attachToServer(server: Server, unparsed: UnparsedRequests): void {
  configure(server);
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    runUpgradeThroughChain(server, request, socket, head);
  });
  server.on('checkContinue', (request, response) => {
    announce(request, { expectContinue: true });
    server.emit('request', request, response);
  });
  server.on('checkExpectation', (request, response) => {
    announce(request, { unmetExpectation: true });
    server.emit('request', request, response);
  });
  server.on('connect', (request: IncomingMessage, socket: Duplex) => {
    socket.on('error', ignore);
    finish(socket, unparsed.refuse('not_implemented', 'CONNECT', peerOf(request.socket)));
  });
  server.on('clientError', (error: ParserError, socket: Duplex) => {
    refuseUnparsed(unparsed, error, socket);
  });
}

/** Settings of node:http's server that its type lacks; the constructor reads its options into these. */
interface ServerSettings {
  maxHeaderSize: number;
  requireHostHeader: boolean;
  shouldUpgradeCallback: (request: IncomingMessage) => boolean;
}

interface ParserError extends Error {
  readonly code?: string;
  readonly bytesParsed?: number;
  readonly rawPacket?: Buffer;
}

function configure(server: Server & Partial<ServerSettings>): void {
  server.maxHeaderSize = maxHeaderBytes;
  server.headersTimeout = headersTimeoutMs;
  server.keepAliveTimeout = keepAliveMs;
  // Cuts uploads that take longer than five minutes, however well they go.
  server.requestTimeout = 0;
  // HTTP/1.0 may come without Host, and for HTTP/1.1 the refusal is ours, with an access line.
  server.requireHostHeader = false;
  server.shouldUpgradeCallback = isWebSocketHandshake;
}

/** Any other `Upgrade` is ignored, as RFC 9110 7.8 allows; Node would take the request out of the chain for it. */
function isWebSocketHandshake(request: IncomingMessage): boolean {
  const { headers } = request;
  return (
    request.method === 'GET' &&
    request.httpVersion === '1.1' &&
    headers.upgrade !== undefined &&
    headers.upgrade.toLowerCase() === 'websocket' &&
    headers['content-length'] === undefined &&
    headers['transfer-encoding'] === undefined
  );
}

function runUpgradeThroughChain(
  server: Server,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  // Node has taken its own listeners off; a reset must not become an uncaught exception.
  socket.on('error', ignore);
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(request.socket);
  response.on('finish', () => {
    response.detachSocket(request.socket);
    request.socket.destroySoon();
    response.emit('close');
  });
  announce(request, {
    detach: (): DetachedConnection => {
      response.detachSocket(request.socket);
      return { socket, head };
    },
  });
  server.emit('request', request, response);
}

/** Connections that were answered and only wait for their client to close; Node reports what still comes in as errors. */
const refused = new WeakSet<Duplex>();

/** Node's parser gave up: in the middle of a request that is under way, or before there was one. */
function refuseUnparsed(unparsed: UnparsedRequests, error: ParserError, connection: Duplex): void {
  if (refused.has(connection) || !(connection instanceof Socket)) return;
  connection.on('error', ignore);
  const exchange = currentExchange(connection);
  if (exchange !== null) {
    exchange.listener?.malformed(error.code ?? error.message);
    return;
  }
  if (!connection.writable || error.code === 'ECONNRESET') {
    connection.destroy();
    return;
  }
  refused.add(connection);
  finish(connection, unparsed.refuse(codeOf(error), error.code ?? error.message, peerOf(connection)));
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
function looksLikeMethod(error: ParserError): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+ /.test(error.rawPacket?.toString('latin1', 0, 64) ?? '');
}

function finish(socket: Duplex, response: OwnResponse): void {
  const headers = [...response.headers, 'Date', new Date().toUTCString(), 'Connection', 'close'];
  socket.end(
    Buffer.concat([Buffer.from(serializeHead(response.status, '', headers), 'latin1'), response.body]),
  );
  lingerBeforeClosing(socket);
}

function ignore(): void {}
