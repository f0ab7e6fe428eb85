import { IncomingMessage } from 'node:http';
import type { ClientRequest } from 'node:http';
import { Socket } from 'node:net';
import { duplexPair } from 'node:stream';
import type { Duplex } from 'node:stream';
import type { Endpoint } from '@hostler/balancer';
import { ResponseParser } from '@hostler/http1';
import type { BodyFraming, RawHeaders, ResponseHandler, ResponseHead } from '@hostler/http1';
import { createProxyMiddleware } from 'http-proxy-middleware';
import type { Clock, Timer } from '../../clock.ts';
import { connectErrorCode } from './upstream-client/index.ts';
import type {
  Attempt,
  AttemptErrorCode,
  AttemptFacts,
  AttemptHandler,
  AttemptTimeouts,
  UpstreamRequest,
} from './upstream-client/index.ts';

/** An endpoint that switched protocols: what it sends is read from `connection`, what it gets is written to it. */
export interface Switched {
  readonly head: ResponseHead;
  readonly connection: Duplex;
  /** What came right after the head. */
  readonly rest: Buffer;
}

/** An attempt's handler that can also take a 101; it comes instead of `head`, and last. */
export interface UpgradeHandler extends AttemptHandler {
  switched(switched: Switched): void;
}

/** The library acts only for requests that came through some server. */
const noServer = {};
const attempts = new WeakMap<object, UpgradeAttempt>();

const handOver = createProxyMiddleware({
  router: (request) => attempts.get(request)?.target ?? '',
  // Its own plugins answer errors and log; both are ours.
  ejectPlugins: true,
  plugins: [
    (proxy) => {
      proxy.on('proxyReqWs', (upstreamRequest, request) => {
        attempts.get(request)?.requested(upstreamRequest);
      });
      proxy.on('error', (error, request) => {
        if (request !== undefined) attempts.get(request)?.errored(error);
      });
    },
  ],
});

/** Begins one attempt to upgrade; the counterpart of `ConnectionPool.open` for WebSockets. */
export function openUpgrade(
  endpoint: Endpoint,
  request: UpstreamRequest,
  handler: UpgradeHandler,
  timeouts: AttemptTimeouts,
  clock: Clock,
): Attempt {
  return new UpgradeAttempt(endpoint, request, handler, timeouts, clock);
}

class UpgradeAttempt implements Attempt, ResponseHandler {
  readonly target: string;
  readonly facts: AttemptFacts = {
    reusedSocket: false,
    headSent: false,
    requestComplete: false,
    responseStarted: false,
    finalHeadSeen: false,
    requestBodyBytes: 0,
    responseBodyBytes: 0,
    connectedAt: null,
    firstByteAt: null,
  };
  readonly #handler: UpgradeHandler;
  readonly #timeouts: AttemptTimeouts;
  readonly #clock: Clock;
  readonly #parser = new ResponseParser();
  /** Our end of the stand-in: what the library writes to the client arrives here. */
  readonly #wire: Duplex;
  #upstreamRequest: ClientRequest | null = null;
  #timer: Timer | null = null;
  #over = false;

  constructor(
    endpoint: Endpoint,
    request: UpstreamRequest,
    handler: UpgradeHandler,
    timeouts: AttemptTimeouts,
    clock: Clock,
  ) {
    this.target = `http://${endpoint.name}`;
    this.#handler = handler;
    this.#timeouts = timeouts;
    this.#clock = clock;
    const [wire, standIn] = duplexPair();
    this.#wire = wire;
    this.#parser.start('GET', this, { upgrade: true });
    wire.on('data', (data: Buffer) => {
      this.#received(data);
    });
    wire.on('end', () => {
      this.#ended();
    });
    wire.on('error', ignore);
    this.#startTimer(timeouts.connectMs, 'connection_timeout');
    const shadow = shadowOf(request);
    attempts.set(shadow, this);
    handOver.upgrade(shadow, asSocket(standIn), Buffer.alloc(0));
  }

  write(): boolean {
    throw new Error('a WebSocket handshake has no body');
  }

  endBody(): void {}

  pause(): void {
    this.#wire.pause();
  }

  resume(): void {
    this.#wire.resume();
  }

  abort(): void {
    this.#close();
  }

  /** The library has made its request, which is not connected yet. */
  requested(upstreamRequest: ClientRequest): void {
    this.#upstreamRequest = upstreamRequest;
    upstreamRequest.on('error', ignore);
    if (this.#over) {
      upstreamRequest.destroy();
      return;
    }
    upstreamRequest.once('socket', (socket) => {
      socket.once('connect', () => {
        this.#connected();
      });
    });
  }

  errored(error: NodeJS.ErrnoException): void {
    if (this.facts.connectedAt === null) {
      this.#fail(connectErrorCode(error), error.code ?? error.message);
    } else {
      this.#fail(this.#cutCode(), error.code ?? error.message);
    }
  }

  // What the endpoint answers.

  informational(head: ResponseHead): void {
    this.#handler.informational(head);
  }

  head(head: ResponseHead, framing: BodyFraming): void {
    this.facts.finalHeadSeen = true;
    this.#startTimer(this.#timeouts.idleMs, 'connection_read_timeout');
    this.#handler.head(head, framing);
  }

  upgrade(head: ResponseHead, rest: Buffer): void {
    this.facts.finalHeadSeen = true;
    this.#over = true;
    this.#timer?.close();
    this.#wire.removeAllListeners('data');
    this.#wire.removeAllListeners('end');
    this.#wire.pause();
    this.#handler.switched({ head, connection: this.#wire, rest });
  }

  chunk(data: Buffer): void {
    this.facts.responseBodyBytes += data.length;
    this.#timer?.refresh();
    this.#handler.chunk(data);
  }

  end(trailers: RawHeaders): void {
    if (this.#over) return;
    this.#close();
    this.#handler.end(trailers);
  }

  #connected(): void {
    if (this.#over) return;
    this.facts.connectedAt = this.#clock.now();
    this.facts.headSent = true;
    this.facts.requestComplete = true;
    this.#startTimer(this.#timeouts.responseHeaderMs, 'http_response_timeout');
    this.#handler.ready();
  }

  #received(data: Buffer): void {
    if (this.#over) return;
    this.facts.responseStarted = true;
    this.facts.firstByteAt ??= this.#clock.now();
    const error = this.#parser.push(data);
    if (error !== null) this.#fail('http_protocol_error', error.code);
  }

  #ended(): void {
    if (this.#over) return;
    const error = this.#parser.finish();
    if (error !== null) this.#fail(this.#cutCode(), error.code);
  }

  #cutCode(): AttemptErrorCode {
    return this.facts.finalHeadSeen ? 'http_response_incomplete' : 'connection_terminated';
  }

  #fail(code: AttemptErrorCode, detail: string): void {
    if (this.#over) return;
    this.#close();
    const sent = this.facts.finalHeadSeen ? 'streaming' : 'sent';
    this.#handler.failed({ stage: this.facts.headSent ? sent : 'not-sent', code, detail });
  }

  #startTimer(delayMs: number | null, code: AttemptErrorCode): void {
    this.#timer?.close();
    this.#timer =
      delayMs === null
        ? null
        : this.#clock.setTimeout(() => {
            this.#fail(code, `${delayMs} ms`);
          }, delayMs);
  }

  #close(): void {
    this.#over = true;
    this.#timer?.close();
    this.#upstreamRequest?.destroy();
    this.#wire.destroy();
  }
}

/**
 * What http-proxy-middleware gets in the client's stead. With the client's own request it would send an absolute-form
 * target as a path, and with the client's own socket it would end that when an endpoint refuses.
 */
function shadowOf(request: UpstreamRequest): IncomingMessage {
  const shadow = new IncomingMessage(Object.assign(new Socket(), { server: noServer }));
  shadow.method = request.method;
  shadow.url = request.target;
  shadow.httpVersionMajor = 1;
  Object.assign(shadow.headers, headerRecord(request.headers));
  return shadow;
}

/** Fields as the library wants them: repeated ones as a list, so that it does not join them. */
function headerRecord(headers: RawHeaders): Record<string, string | string[]> {
  const record: Record<string, string | string[]> = {};
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = (headers[i] ?? '').toLowerCase();
    const value = headers[i + 1] ?? '';
    const before = record[name];
    if (before === undefined) record[name] = value;
    else if (Array.isArray(before)) before.push(value);
    else record[name] = [before, value];
  }
  return record;
}

/** The library sets options of a TCP socket on the client's; on the stand-in they mean nothing. */
function asSocket(standIn: Duplex): Socket {
  standIn.on('error', ignore);
  const socket: unknown = Object.assign(standIn, {
    setTimeout: () => standIn,
    setNoDelay: () => standIn,
    setKeepAlive: () => standIn,
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- these are all the members that the library uses
  return socket as Socket;
}

function ignore(): void {}
