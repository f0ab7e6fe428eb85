import { createServer, ServerResponse } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { arrivalOf } from './arrival.ts';
import { readAsked } from './behaviours/read-asked.ts';
import type { InstanceContext } from './context.ts';
import { passInstance, passService } from './control/gate.ts';
import { Exchange } from './exchange.ts';
import { handleRequest, kindOfPath } from './handle-request.ts';
import { WebSocketEcho } from './pages/web-socket.ts';
import { parseTarget } from './request-target.ts';
import { resetSocket } from './reset-socket.ts';
import { sendJson } from './send-json.ts';

/** More than a proxy in front will let through, so that it is the proxy's limit that is seen. @unit bytes */
const MAX_HEAD_BYTES = 256 * 1024;

/** An HTTP server that limits nothing that an instance is asked to bear. */
export function createInstanceServer(): Server {
  const server = createServer({
    maxHeaderSize: MAX_HEAD_BYTES,
    // Node would cut an upload that takes five minutes.
    requestTimeout: 0,
    shouldUpgradeCallback: isWebSocket,
  });
  server.maxHeadersCount = 0;
  return server;
}

/** Answers what comes in at `server`. The function returned says goodbye to the open WebSockets. */
export function serve(
  server: Server,
  context: InstanceContext,
  onError: (error: unknown) => void,
): () => void {
  const webSockets = new WebSocketEcho(context.identity.instance, context.stats);

  const handle = (request: IncomingMessage, response: ServerResponse, expectsContinue: boolean): void => {
    const exchange = new Exchange(request, response, expectsContinue);
    count(exchange, context);
    response.setHeader('X-Instance', context.identity.instance);
    if (context.closing.aborted) response.shouldKeepAlive = false;
    handleRequest(exchange, context).catch((error: unknown) => {
      onError(error);
      exchange.reset();
    });
  };
  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const response = new ServerResponse(request);
    response.assignSocket(request.socket);
    response.shouldKeepAlive = false;
    response.setHeader('X-Instance', context.identity.instance);
    response.on('finish', () => request.socket.destroySoon());
    const exchange = new Exchange(request, response, false);
    const end = context.stats.begin('GET');
    context.onRequest(arrivalOf(request, context.identity));
    const pass =
      (await passInstance(exchange, context.condition)) &&
      (await passService(exchange, context.condition, context.clock));
    if (!pass) {
      end(exchange.cutByUs ? 'cut' : 'complete', response.headersSent ? response.statusCode : undefined);
      return;
    }
    response.detachSocket(request.socket);
    end('complete', webSockets.accept(request, socket, head));
  };

  server.on('request', (request, response) => handle(request, response, false));
  server.on('checkContinue', (request, response) => handle(request, response, true));
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) =>
    sendJson(response, 417, { error: 'expected no Expect but 100-continue' }, [['Connection', 'close']]),
  );
  server.on('upgrade', (request, socket, head) => {
    upgrade(request, socket, head).catch((error: unknown) => {
      onError(error);
      socket.destroy();
    });
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuseMalformed(error, socket, context));
  return () => webSockets.close();
}

function isWebSocket(request: IncomingMessage): boolean {
  const target = parseTarget(request.url ?? '');
  if (request.method !== 'GET' || request.headers.upgrade?.toLowerCase() !== 'websocket') return false;
  if (target.path !== '/ws') return false;
  // Somebody who asks for a status in place of the upgrade gets it like any other.
  const read = readAsked(request, target);
  return 'asked' in read && Object.keys(read.asked).length === 0;
}

function count(exchange: Exchange, context: InstanceContext): void {
  const { stats, connections, closing } = context;
  const { request, response, target } = exchange;
  const kind = kindOfPath(target.path);
  if (kind === 'probe') stats.probes += 1;
  if (kind === 'service') context.onRequest(arrivalOf(request, context.identity));
  const end = kind === 'service' ? stats.begin(request.method ?? '') : undefined;
  connections.addExchange(exchange);
  response.on('close', () => {
    const status = response.headersSent ? response.statusCode : undefined;
    if (exchange.cutByUs) end?.('cut', status);
    else end?.(response.writableFinished ? 'complete' : 'aborted', status);
    if (closing.aborted) request.socket.destroySoon();
  });
}

function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex, context: InstanceContext): void {
  // The second error of a connection, or one that the client has left.
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  context.stats.malformed += 1;
  if (context.condition.current.state === 'down' && socket instanceof Socket) resetSocket(socket);
  else socket.end(`HTTP/1.1 ${refusal(error)}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function refusal({ code }: NodeJS.ErrnoException): string {
  if (code === 'HPE_HEADER_OVERFLOW') return '431 Request Header Fields Too Large';
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : '400 Bad Request';
}
