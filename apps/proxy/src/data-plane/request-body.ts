import type { RequestBody, RequestBodySink } from './exchange.ts';

/** What a body is read from: as much of Node's incoming message as that takes. */
export interface BodySource {
  readonly readableDidRead: boolean;
  readonly rawTrailers: readonly string[];
  on(event: 'data', listener: (data: Buffer) => void): unknown;
  once(event: 'end', listener: () => void): unknown;
  pause(): unknown;
  resume(): unknown;
}

/** Answers `Expect: 100-continue`: as much of Node's outgoing message as that takes. */
export interface ContinueSender {
  readonly headersSent: boolean;
  readonly destroyed: boolean;
  writeContinue(): void;
}

/** A client's request body, read from Node's incoming message. */
export class NodeRequestBody implements RequestBody {
  /** Whether anybody has asked the client for it. */
  isAsked = false;
  readonly #source: BodySource;
  readonly #expectant: ContinueSender | null;

  /** @param expectant where to tell a client that waits for it to send its body; `null` when it does not wait */
  constructor(source: BodySource, expectant: ContinueSender | null) {
    this.#source = source;
    this.#expectant = expectant;
  }

  get consumed(): boolean {
    return this.#source.readableDidRead;
  }

  /** The client keeps the body back until it is told to send it. */
  get isWithheld(): boolean {
    return this.#expectant !== null && !this.isAsked;
  }

  read(sink: RequestBodySink): void {
    this.isAsked = true;
    const expectant = this.#expectant;
    if (expectant !== null && !expectant.headersSent && !expectant.destroyed) expectant.writeContinue();
    this.#source.on('data', (data) => {
      sink.chunk(data);
    });
    this.#source.once('end', () => {
      sink.end(this.#source.rawTrailers);
    });
  }

  pause(): void {
    this.#source.pause();
  }

  resume(): void {
    this.#source.resume();
  }
}
