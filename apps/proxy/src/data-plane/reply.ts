import type { TimeoutsConfig } from '@hostler/config';
import { nominatedFields, permittedTrailers } from '@hostler/http';
import type { ClientIdentity } from '@hostler/http';
import type { BodyFraming, RawHeaders, ResponseHead } from '@hostler/http1';
import type { RequestRecord } from '../telemetry/request-record.ts';
import type { DataPlane, Snapshot } from './data-plane.ts';
import { errorCatalogue } from './errors/catalogue.ts';
import type { ErrorCode } from './errors/catalogue.ts';
import { errorResponse } from './errors/error-response.ts';
import type { Exchange, ExchangeListener } from './exchange.ts';
import { decorate } from './forwarding/decorate.ts';
import type { FetchReader } from './forwarding/fetch-reader.ts';
import type { Fetch } from './forwarding/fetch.ts';
import { sanitise } from './forwarding/sanitise.ts';
import { Tunnel } from './forwarding/tunnel/tunnel.ts';
import type { Switched } from './forwarding/upgrade-attempt.ts';
import type { OpenRequest } from './open-request.ts';
import { serializeHead } from './serialize-head.ts';
import type { Service } from './service.ts';

/** What the proxy answers by itself and not from its error catalogue. */
export interface OwnAnswer {
  readonly status: number;
  readonly headers: RawHeaders;
  readonly body: string;
}

/**
 * One client's answer, from whatever source: an endpoint through a fetch, an error, or ourselves.
 * It gives each response the client's own fields, and writes the record exactly once when the connection is done.
 */
export class Reply implements FetchReader, ExchangeListener, OpenRequest {
  slot = -1;
  readonly exchange: Exchange;
  readonly record: RequestRecord;
  readonly snapshot: Snapshot;
  readonly client: ClientIdentity;
  readonly #plane: DataPlane;
  readonly #startedAt: number;
  #service: Service | null = null;
  #fetch: Fetch | null = null;
  #tunnel: Tunnel | null = null;
  #tunnelMs: number | null = null;
  #headSent = false;
  #over = false;
  /** Fields that the response's Connection names, which go from its trailers too. */
  #nominated: ReadonlySet<string> | null = null;

  constructor(
    plane: DataPlane,
    snapshot: Snapshot,
    exchange: Exchange,
    client: ClientIdentity,
    record: RequestRecord,
  ) {
    this.#plane = plane;
    this.#startedAt = plane.clock.now();
    this.exchange = exchange;
    this.client = client;
    this.record = record;
    this.snapshot = snapshot;
    plane.open.add(this);
    exchange.listener = this;
  }

  /** The service counts the request from here on, whatever becomes of it. */
  routed(service: Service): void {
    this.#service = service;
    this.record.service = service.name;
    service.stats.requestStarted();
  }

  /** Answers from the service. */
  readFrom(fetch: Fetch, { idleMs, tunnelMs }: TimeoutsConfig): void {
    this.#fetch = fetch;
    this.#tunnelMs = tunnelMs;
    this.exchange.response.stallMs = idleMs;
    fetch.start();
  }

  /** A WebSocket is told to go away (1001). Requests are left to finish. */
  goAway(): void {
    this.#tunnel?.goAway();
  }

  /** Ends the request with an error of ours, whatever state it is in. */
  abandon(code: ErrorCode, detail: string): void {
    if (this.#tunnel !== null) {
      this.#blame(code, detail);
      this.#tunnel.cut();
      return;
    }
    if (this.#over) return;
    this.#fetch?.cancel();
    if (this.#headSent) this.cut(code, detail);
    else this.failed(code, detail);
  }

  /** A defect, of ours or of a middleware that takes part in the response, costs its request and no more. */
  defect(error: unknown): void {
    this.abandon('proxy_internal_error', this.#reported(error));
  }

  /** Answers without a service. */
  answer({ status, headers, body }: OwnAnswer): void {
    const bytes = Buffer.from(body);
    // A 204 must not have a Content-Length, not even 0 (RFC 9110 8.6).
    const length = status === 204 ? [] : ['Content-Length', String(bytes.length)];
    this.#send(status, [...headers, ...length], bytes, this.snapshot.via);
  }

  // What a fetch brings.

  informational(head: ResponseHead): void {
    this.exchange.response.informational(head.statusCode, sanitise(head, false));
  }

  head(head: ResponseHead, framing: BodyFraming): void {
    const trailers = framing.kind === 'chunked' && this.exchange.request.httpVersion === '1.1';
    if (trailers) this.#nominated = nominatedFields(head.headers);
    const headers = sanitise(head, trailers);
    this.#decorate(headers, head.statusCode);
    if (this.#plane.draining) this.exchange.response.endConnection();
    try {
      this.exchange.response.head(head.statusCode, head.reason, headers);
    } catch (error) {
      this.defect(error);
      return;
    }
    this.#headSent = true;
    this.record.status = head.statusCode;
  }

  chunk(data: Buffer): boolean {
    this.record.responseBytes += data.length;
    return this.exchange.response.chunk(data);
  }

  end(trailers: RawHeaders): void {
    this.#over = true;
    this.exchange.response.end(permittedTrailers(trailers, this.#nominated));
  }

  switched({ head, connection }: Switched, release: () => void): void {
    const { detach } = this.exchange;
    if (detach === null) throw new Error('a response switched protocols that nobody asked to switch');
    this.#headSent = true;
    this.#over = true;
    this.record.status = head.statusCode;
    const client = detach();
    const headers = sanitise(head, false);
    headers.push('Connection', 'Upgrade', 'Upgrade', 'websocket');
    this.#decorate(headers, head.statusCode);
    client.socket.write(serializeHead(head.statusCode, head.reason, headers), 'latin1');
    this.#tunnel = new Tunnel(
      { client: client.socket, endpoint: connection, clock: this.#plane.clock, idleMs: this.#tunnelMs },
      ({ fromClient, toClient, idle }) => {
        release();
        this.record.requestBytes = fromClient;
        this.record.responseBytes = toClient;
        if (idle) this.#blame('tunnel_timeout', 'timeouts.tunnel');
        this.closed(true);
      },
    );
    this.#tunnel.start(client.head);
    if (this.#plane.stopping) this.#tunnel.goAway();
  }

  failed(code: ErrorCode, detail: string): void {
    this.#blame(code, detail);
    const { status, headers, body } = errorResponse(code, this.record.id, this.exchange.request.headers);
    const own = [...headers];
    if (status === 503) own.push('Retry-After', String(this.#fetch?.retryAfterSeconds ?? 1));
    if (endsConnection(code)) this.exchange.response.endConnection();
    this.#send(status, own, body, `${this.snapshot.via}; error=${errorCatalogue[code].type}`);
  }

  cut(code: ErrorCode, detail: string): void {
    this.#blame(code, detail);
    this.#over = true;
    this.exchange.response.cut();
  }

  /** Gives the response of an endpoint what is this client's. */
  #decorate(headers: string[], receivedStatus: number): void {
    const proxyStatus = `${this.snapshot.via}; received-status=${receivedStatus}`;
    decorate(headers, this.record.id, proxyStatus, this.#setCookie());
  }

  /** The cookie that binds the client to the endpoint which answered; `null` when there is nothing to set. */
  #setCookie(): string | null {
    const affinity = this.#service === null ? null : this.#service.affinity;
    const { endpoint } = this.record;
    if (affinity === null || endpoint === null) return null;
    return affinity.setCookie(endpoint, this.exchange.request, this.client.proto === 'https');
  }

  #send(status: number, headers: string[], body: Buffer, proxyStatus: string): void {
    this.#headSent = true;
    this.#over = true;
    this.record.status = status;
    decorate(headers, this.record.id, proxyStatus);
    const { response, request } = this.exchange;
    if (this.#plane.draining) response.endConnection();
    try {
      response.head(status, '', headers);
    } catch (error) {
      this.cut('proxy_internal_error', this.#reported(error));
      return;
    }
    if (request.method !== 'HEAD' && body.length > 0) {
      this.record.responseBytes += body.length;
      response.chunk(body);
    }
    response.end([]);
  }

  /** @returns what to say of it in the access line */
  #reported(error: unknown): string {
    this.#plane.logger.error({ err: error, id: this.record.id }, 'a defect in the data plane');
    return error instanceof Error ? error.message : 'not an Error';
  }

  #blame(code: ErrorCode, detail: string): void {
    this.record.error = code;
    this.record.detail = detail;
  }

  // What happens to the client's connection.

  drained(): void {
    this.#fetch?.resume();
  }

  stalled(): void {
    this.#fetch?.cancel();
    this.cut('client_stalled', 'timeouts.idle');
  }

  malformed(detail: string): void {
    this.abandon('http_request_error', detail);
  }

  preempted(statusCode: number): void {
    this.#headSent = true;
    this.record.status = statusCode;
    this.record.detail = 'answered by a middleware';
  }

  closed(delivered: boolean): void {
    if (!delivered && this.record.error === null) {
      this.#blame('client_aborted', this.#headSent ? 'in the response' : 'before the response');
      if (!this.#headSent) this.record.status = errorCatalogue.client_aborted.status;
    }
    this.#over = true;
    this.#fetch?.cancel();
    const durationMs = this.#plane.clock.now() - this.#startedAt;
    this.#service?.stats.requestEnded(this.record, durationMs);
    this.#plane.accessLog?.(this.record, durationMs);
    this.#plane.closed(this);
  }
}

/** After these nobody can say where the next request on the connection begins, or the client would go on sending. */
function endsConnection(code: ErrorCode): boolean {
  const { source, status } = errorCatalogue[code];
  return (source === 'client' && status !== 404) || code === 'shutdown';
}
