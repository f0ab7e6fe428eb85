import { CHUNK_END, chunkHead, lastChunk } from '@hostler/http1';
import type { RawHeaders } from '@hostler/http1';
import type { AttemptFacts, RequestBody } from './attempt.ts';
import type { Connection } from './connection.ts';

/** Puts one request on a connection in the framing that its head announced, and counts what went out. */
export class RequestSender {
  readonly #connection: Connection;
  readonly #body: RequestBody;
  readonly #facts: AttemptFacts;
  #isHeadHeld = false;

  constructor(connection: Connection, body: RequestBody, facts: AttemptFacts) {
    this.#connection = connection;
    this.#body = body;
    this.#facts = facts;
  }

  /** Sends the head; one with a body to follow waits for `flush`, to share a packet with the body's first piece. */
  sendHead(head: string): void {
    this.#facts.headSent = true;
    if (this.#announcedBytes() === 0) {
      this.#facts.requestComplete = true;
    } else {
      this.#isHeadHeld = true;
      this.#connection.cork();
    }
    this.#connection.write(head);
  }

  get isHeadHeld(): boolean {
    return this.#isHeadHeld;
  }

  /** Lets a head go that was held back. */
  flush(): void {
    this.#isHeadHeld = false;
    this.#connection.uncork();
  }

  /**
   * @param chunk not empty
   * @returns false when the connection is full.
   * @throws RangeError for more bytes than announced: the endpoint would take them for another request.
   */
  send(chunk: Buffer): boolean {
    this.#refuseBeforeHead();
    const facts = this.#facts;
    const total = facts.requestBodyBytes + chunk.length;
    const announced = this.#announcedBytes();
    if (total > announced || (facts.requestComplete && announced === Infinity)) {
      throw new RangeError(`the body comes to ${total} bytes or more after its end`);
    }
    facts.requestBodyBytes = total;
    if (announced === Infinity) return this.#sendChunk(chunk);
    // Not only in `end`: a fast endpoint may answer in between, and the connection would be lost.
    facts.requestComplete = total === announced;
    return this.#connection.write(chunk);
  }

  /** @throws RangeError for fewer bytes than announced: the endpoint would wait for them for ever. */
  end(trailers: RawHeaders): void {
    this.#refuseBeforeHead();
    const facts = this.#facts;
    if (facts.requestComplete) return;
    const announced = this.#announcedBytes();
    if (announced !== Infinity) {
      throw new RangeError(`the body ends after ${facts.requestBodyBytes} of ${announced} bytes`);
    }
    this.#connection.write(lastChunk(trailers));
    facts.requestComplete = true;
  }

  #refuseBeforeHead(): void {
    if (!this.#facts.headSent) throw new Error('the body was sent before ready()');
  }

  #announcedBytes(): number {
    if (this.#body.kind === 'chunked') return Infinity;
    return this.#body.kind === 'length' ? this.#body.length : 0;
  }

  #sendChunk(chunk: Buffer): boolean {
    this.#connection.cork();
    this.#connection.write(chunkHead(chunk.length));
    this.#connection.write(chunk);
    const hasRoom = this.#connection.write(CHUNK_END);
    this.#connection.uncork();
    return hasRoom;
  }
}
