import { IncomingMessage } from 'node:http';
import type { ClientRequest } from 'node:http';
import { Socket } from 'node:net';
import { duplexPair } from 'node:stream';
import type { Duplex } from 'node:stream';
import type { RawHeaders } from '@hostler/http1';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { serializeHead } from '../serialize-head.ts';
import type { UpstreamRequest } from './upstream-client/index.ts';

/** The address to shake hands with. */
export interface HandshakeTarget {
  /** IP address without brackets, or a name. */
  readonly address: string;
  readonly port: number;
}

/** Who is told how a handshake goes. Nothing comes after `switched`, `failed`, or `Handshake.close`. */
export interface HandshakeListener {
  connected(): void;
  /** The fields of the final response, as they came. It comes in `received` too, and later. */
  answered(headers: RawHeaders): void;
  /** What the endpoint answers, as HTTP/1.1. A body that came in chunks is in other chunks and without trailers. */
  received(data: Buffer): void;
  /** The answer ended with the connection. */
  ended(): void;
  /** After a 101 was received: what comes and goes on the endpoint's connection is no HTTP any more. */
  switched(connection: Socket): void;
  failed(error: NodeJS.ErrnoException): void;
}

/** The library acts only for requests that came through some server. */
const noServer = {};
/** What each handshake is known by to the library: its shadow request, and its connection once that has switched. */
const handshakes = new WeakMap<object, Handshake>();

const handOver = createProxyMiddleware({
  // The type asks for a target even for requests that are not ours, of which there are none.
  router: (shadow) => handshakes.get(shadow)?.target ?? '',
  // The library filters by what `new URL` makes of the path, which throws for some that are valid: it sees `/`.
  pathRewrite: (_path, shadow) => handshakes.get(shadow)?.path,
  // Its own plugins answer errors and log; both are ours.
  ejectPlugins: true,
  plugins: [
    (proxy) => {
      proxy.on('proxyReqWs', (upstreamRequest, shadow) => {
        handshakes.get(shadow)?.requested(upstreamRequest);
      });
      proxy.on('open', (connection) => {
        handshakes.get(connection)?.joined(connection);
      });
      proxy.on('error', (error, shadow) => {
        if (shadow !== undefined) handshakes.get(shadow)?.failed(error);
      });
    },
  ],
});

/**
 * One WebSocket handshake with one endpoint, done by http-proxy-middleware.
 *
 * The library never sees the client: it would end the client's socket when the endpoint refuses, and send an
 * absolute-form target as a path. It gets a shadow of the request, and a stand-in for the socket on which we read what
 * it passes on. Once the endpoint has switched, the stand-in is taken out, so that bytes move between two real sockets.
 */
export class Handshake {
  readonly target: { readonly protocol: string; readonly hostname: string; readonly port: number };
  readonly path: string;
  readonly #headers: RawHeaders;
  readonly #listener: HandshakeListener;
  /** What the library holds for the client's socket, and our end of it. */
  readonly #standIn: Duplex;
  readonly #ourEnd: Duplex;
  #upstreamRequest: ClientRequest | null = null;
  #connection: Socket | null = null;
  #over = false;

  constructor({ address, port }: HandshakeTarget, request: UpstreamRequest, listener: HandshakeListener) {
    // Not a URL, which would not take an IPv6 address with a zone.
    this.target = { protocol: 'http:', hostname: address, port };
    this.path = request.target;
    this.#headers = request.headers;
    this.#listener = listener;
    const [ourEnd, standIn] = duplexPair();
    this.#ourEnd = ourEnd;
    this.#standIn = standIn;
    ourEnd.on('data', (data: Buffer) => {
      if (!this.#over && this.#connection === null) listener.received(data);
    });
    ourEnd.on('end', () => {
      if (!this.#over && this.#connection === null) listener.ended();
    });
    for (const end of [ourEnd, standIn]) end.on('error', ignore);
    const shadow = shadowOf(request.method);
    handshakes.set(shadow, this);
    handOver.upgrade(shadow, asSocket(standIn), Buffer.alloc(0));
  }

  /** Stops taking the answer, so that the endpoint feels it. */
  pause(): void {
    this.#ourEnd.pause();
  }

  resume(): void {
    this.#ourEnd.resume();
  }

  /** Gives up: the endpoint's connection is closed at once, however far it is. */
  close(): void {
    if (this.#over) return;
    this.#over = true;
    this.#upstreamRequest?.destroy();
    this.#connection?.destroy();
    this.#ourEnd.destroy();
    this.#standIn.destroy();
  }

  /** The library has made its request, of which nothing was sent yet; its own listeners come after ours. */
  requested(upstreamRequest: ClientRequest): void {
    this.#upstreamRequest = upstreamRequest;
    if (this.#over) {
      upstreamRequest.destroy();
      return;
    }
    setFields(upstreamRequest, this.#headers);
    upstreamRequest.once('socket', (socket) => {
      socket.once('connect', () => {
        if (!this.#over) this.#listener.connected();
      });
    });
    upstreamRequest.on('information', ({ statusCode, statusMessage, rawHeaders }) => {
      this.#receivedHead(statusCode, statusMessage, rawHeaders);
    });
    upstreamRequest.once('response', (response) => {
      // The library passes `headers` on, in which Node has joined repeated fields and dropped others.
      Object.assign(response, { headers: fieldsByName(response.rawHeaders) });
      if (!this.#over) this.#listener.answered(response.rawHeaders);
    });
    upstreamRequest.once('upgrade', (response, connection) => {
      this.#connection = connection;
      handshakes.set(connection, this);
      this.#receivedHead(response.statusCode ?? 0, response.statusMessage ?? '', response.rawHeaders);
    });
  }

  /** The library has joined the endpoint's connection and the stand-in; nothing has moved yet. */
  joined(connection: Socket): void {
    connection.unpipe(this.#standIn);
    this.#standIn.unpipe(connection);
    this.#ourEnd.destroy();
    this.#standIn.destroy();
    if (this.#over) return;
    this.#over = true;
    this.#listener.switched(connection);
  }

  failed(error: NodeJS.ErrnoException): void {
    if (this.#over) return;
    this.close();
    this.#listener.failed(error);
  }

  #receivedHead(status: number, reason: string, headers: RawHeaders): void {
    if (this.#over) return;
    this.#listener.received(Buffer.from(serializeHead(status, reason, headers), 'latin1'));
  }
}

/** A request that the library takes for a WebSocket handshake. All else of it is set on what the library makes of it. */
function shadowOf(method: string): IncomingMessage {
  const shadow = new IncomingMessage(Object.assign(new Socket(), { server: noServer }));
  shadow.method = method;
  shadow.url = '/';
  shadow.httpVersionMajor = 1;
  shadow.headers = { connection: 'Upgrade', upgrade: 'websocket' };
  return shadow;
}

/** Makes these, in this case and order, the only fields of a request. */
function setFields(upstreamRequest: ClientRequest, headers: RawHeaders): void {
  for (const name of upstreamRequest.getHeaderNames()) upstreamRequest.removeHeader(name);
  for (let i = 0; i + 1 < headers.length; i += 2) {
    upstreamRequest.appendHeader(headers[i] ?? '', headers[i + 1] ?? '');
  }
}

/** Fields as the library wants them, with nothing joined: by lower-case name, the repeated ones as a list. */
function fieldsByName(headers: RawHeaders): Record<string, string | string[]> {
  const fields = new Map<string, string | string[]>();
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = (headers[i] ?? '').toLowerCase();
    const value = headers[i + 1] ?? '';
    const before = fields.get(name);
    if (before === undefined) fields.set(name, value);
    else fields.set(name, Array.isArray(before) ? [...before, value] : [before, value]);
  }
  return Object.fromEntries(fields);
}

/** The library sets options of a TCP socket on the client's; on the stand-in they mean nothing. */
function asSocket(standIn: Duplex): Socket {
  const socket: unknown = Object.assign(standIn, {
    setTimeout: () => standIn,
    setNoDelay: () => standIn,
    setKeepAlive: () => standIn,
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- these are all the members that the library uses
  return socket as Socket;
}

function ignore(): void {}
