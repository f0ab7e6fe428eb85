import { ServerResponse } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connectionOf, responseUnderWay } from './client-connection.ts';
import { EarlyBytes } from './early-bytes.ts';
import type { DetachedConnection } from './exchange.ts';
import { announce } from './express-adapter.ts';
import { parsingFailed, sendLast } from './parse-failure.ts';
import type { ParserError, UnparsedRequests } from './parse-failure.ts';

/** Header block of a request, in bytes: more is a 431. */
const maxHeaderBytes = 16 * 1024;
/** A connection that has not sent a whole header block by then is closed with 408. @unit ms */
const headersTimeoutMs = 60_000;
/** Idle connections of clients are kept this long. nginx's keepalive_timeout. @unit ms */
const keepAliveMs = 75_000;

/** How often connections are looked at for that. Node's own 30 s would make a minute one and a half. @unit ms */
const checkEveryMs = 1_000;

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
    announce(request, isContinueOnly(request) ? { expectContinue: true } : { unmetExpectation: true });
    server.emit('request', request, response);
  });
  server.on('checkExpectation', (request, response) => {
    announce(request, { unmetExpectation: true });
    server.emit('request', request, response);
  });
  server.on('connect', (request: IncomingMessage, socket: Duplex) => {
    socket.on('error', ignore);
    const response = unparsed.refuse({
      code: 'not_implemented',
      detail: 'CONNECT',
      peer: connectionOf(request.socket).peer,
      method: 'CONNECT',
      target: request.url ?? '',
    });
    // Behind a request that is still being answered: Node has let go of the connection, so that none of it can be saved.
    if (responseUnderWay(request.socket) === null) sendLast(socket, response, unparsed.clock);
    else socket.destroy();
  });
  server.on('clientError', (error: ParserError, socket: Duplex) => {
    if (socket instanceof Socket) parsingFailed(unparsed, error, socket);
  });
  server.prependListener('request', makeRoutable);
}

/** Node takes a list that contains `100-continue` for that alone. */
function isContinueOnly(request: IncomingMessage): boolean {
  return request.headers.expect?.toLowerCase() === '100-continue';
}

/**
 * Express answers 404 to a target that it cannot parse. Those are refused by us, so it gets one that leads there;
 * `originalUrl` is where it keeps what came, and where the data plane looks.
 */
function makeRoutable(request: IncomingMessage): void {
  const target = request.url ?? '';
  if (target.startsWith('/') || target === '*' || (/^https?:/i.test(target) && URL.canParse(target))) return;
  Object.assign(request, { originalUrl: target, url: '/' });
}

/** Settings of node:http's server that its type lacks; the constructor reads its options into these. */
interface ServerSettings {
  maxHeaderSize: number;
  connectionsCheckingInterval: number;
  requireHostHeader: boolean;
  shouldUpgradeCallback: (request: IncomingMessage) => boolean;
}

function configure(server: Server & Partial<ServerSettings>): void {
  server.maxHeaderSize = maxHeaderBytes;
  // Fields beyond a count would be dropped in silence, a second Host among them. The size is limit enough.
  server.maxHeadersCount = 0;
  server.headersTimeout = headersTimeoutMs;
  server.connectionsCheckingInterval = checkEveryMs;
  server.keepAliveTimeout = keepAliveMs;
  // Cuts uploads that take longer than five minutes, however well they go.
  server.requestTimeout = 0;
  // HTTP/1.0 may come without Host, and for HTTP/1.1 the refusal is ours, with an access line.
  server.requireHostHeader = false;
  server.shouldUpgradeCallback = isWebSocketHandshake;
}

/**
 * Any other `Upgrade` is ignored, as RFC 9110 7.8 allows; Node would take the request out of the chain for it. So is one
 * behind a request that is still being answered, since Node lets go of the connection at once.
 */
function isWebSocketHandshake(request: IncomingMessage): boolean {
  const { headers } = request;
  return (
    request.method === 'GET' &&
    request.httpVersion === '1.1' &&
    headers.upgrade !== undefined &&
    headers.upgrade.toLowerCase() === 'websocket' &&
    (headers['content-length'] ?? '0') === '0' &&
    headers['transfer-encoding'] === undefined &&
    responseUnderWay(request.socket) === null
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
  // Node has taken off what passes these on, too.
  socket.on('drain', () => {
    response.emit('drain');
  });
  socket.on('timeout', () => {
    response.emit('timeout', socket);
  });
  response.on('finish', () => {
    response.detachSocket(request.socket);
    request.socket.destroySoon();
    response.emit('close');
  });
  // As Node does for a request: a client that ends its side does not wait for the answer.
  const early = new EarlyBytes(socket, head, () => {
    if (!response.writableEnded) socket.destroy();
  });
  announce(request, {
    detach: (): DetachedConnection => {
      response.detachSocket(request.socket);
      return { socket, head: early.take() };
    },
  });
  server.emit('request', request, response);
}

function ignore(): void {}
