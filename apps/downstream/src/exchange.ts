import type { IncomingMessage, ServerResponse } from 'node:http';
import { readRequestBody } from './body/read-request-body.ts';
import type { BodyDigest } from './body/read-request-body.ts';
import { parseTarget } from './request-target.ts';
import type { RequestTarget } from './request-target.ts';
import { resetSocket } from './reset-socket.ts';

/** One request and its response, as the pages and behaviours see them. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: RequestTarget;
  /** Aborts when the response can no longer be sent: it was sent, the client left, or we cut the connection. */
  readonly gone: AbortSignal;
  #cutByUs = false;
  #owesContinue: boolean;
  readonly #keepAlive: boolean;

  /** With `expectsContinue` the client waits for a 100 before it sends its body (RFC 9110 10.1.1). */
  constructor(request: IncomingMessage, response: ServerResponse, expectsContinue: boolean) {
    this.request = request;
    this.response = response;
    this.target = parseTarget(request.url ?? '/');
    const controller = new AbortController();
    this.gone = controller.signal;
    response.on('close', () => controller.abort());
    this.#owesContinue = expectsContinue;
    this.#keepAlive = response.shouldKeepAlive;
    // A final answer without the 100 leaves open whether the body still comes; only a new connection is clear.
    if (expectsContinue) response.shouldKeepAlive = false;
  }

  /** Whether it was we, not the client, who cut the connection. */
  get cutByUs(): boolean {
    return this.#cutByUs;
  }

  /** Reads the request's body to its end, after the 100 that the client may be waiting for.
   *  Undefined when the client left before the end. */
  readBody(): Promise<BodyDigest | undefined> {
    this.continue();
    return readRequestBody(this.request);
  }

  /** Sends the 100 that the client may be waiting for; to be called before its body is read. */
  continue(): void {
    if (!this.#owesContinue) return;
    this.#owesContinue = false;
    this.response.writeContinue();
    this.response.shouldKeepAlive = this.#keepAlive;
  }

  /** Cuts the connection with a TCP reset. */
  reset(): void {
    this.#cutByUs = true;
    resetSocket(this.request.socket);
  }

  /** Closes the connection in good order once what was written is out, wherever the response stands. */
  hangUp(): void {
    this.#cutByUs = true;
    this.request.socket.destroySoon();
  }

  /** Resolves when all that was written has been handed to the operating system, or the connection is gone. */
  flushed(): Promise<void> {
    return new Promise((resolve) => {
      this.gone.addEventListener('abort', () => resolve(), { once: true });
      if (this.gone.aborted) resolve();
      // An empty write takes its turn behind the others.
      else this.request.socket.write('', () => resolve());
    });
  }
}
