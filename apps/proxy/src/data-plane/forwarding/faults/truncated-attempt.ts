import type { BodyFraming, RawHeaders, ResponseHead } from '@hostler/http1';
import type { Switched, UpgradeHandler } from '../upgrade-attempt.ts';
import type { Attempt, AttemptFacts, AttemptFailure } from '../upstream-client/index.ts';

/**
 * A real exchange whose response breaks off: in the middle where its length is known, else in the middle of the first
 * piece. A response without a body cannot be cut and passes, and so does a switch to another protocol.
 */
export class TruncatedAttempt implements Attempt, UpgradeHandler {
  readonly #handler: UpgradeHandler;
  readonly #real: Attempt;
  /** Bytes of the body that still pass; `null` until that is known. */
  #left: number | null = null;
  #hasBody = false;
  #over = false;

  constructor(handler: UpgradeHandler, openReal: (handler: UpgradeHandler) => Attempt) {
    this.#handler = handler;
    this.#real = openReal(this);
  }

  // What the pipeline asks for.

  get facts(): Readonly<AttemptFacts> {
    return this.#real.facts;
  }

  write(chunk: Buffer): boolean {
    return this.#real.write(chunk);
  }

  endBody(trailers: RawHeaders): void {
    this.#real.endBody(trailers);
  }

  pause(): void {
    this.#real.pause();
  }

  resume(): void {
    this.#real.resume();
  }

  abort(): void {
    this.#over = true;
    this.#real.abort();
  }

  // What the endpoint answers.

  ready(): void {
    this.#handler.ready();
  }

  drained(): void {
    this.#handler.drained();
  }

  informational(head: ResponseHead): void {
    this.#handler.informational(head);
  }

  head(head: ResponseHead, framing: BodyFraming): void {
    this.#hasBody = framing.kind === 'length' ? framing.length > 0 : framing.kind !== 'none';
    if (framing.kind === 'length') this.#left = Math.floor(framing.length / 2);
    this.#handler.head(head, framing);
  }

  chunk(data: Buffer): void {
    if (this.#over) return;
    const left = this.#left ?? Math.floor(data.length / 2);
    const passed = data.subarray(0, left);
    this.#left = left - passed.length;
    if (passed.length > 0) this.#handler.chunk(passed);
    if (this.#left === 0) this.#cut();
  }

  /** Only here for a response in chunks that has none, or one without a body. */
  end(trailers: RawHeaders): void {
    if (this.#hasBody) this.#cut();
    else this.#handler.end(trailers);
  }

  failed(failure: AttemptFailure): void {
    this.#handler.failed(failure);
  }

  switched(switched: Switched): void {
    this.#handler.switched(switched);
  }

  #cut(): void {
    if (this.#over) return;
    this.abort();
    this.#handler.failed({
      stage: 'streaming',
      code: 'http_response_incomplete',
      detail: 'ECONNRESET (injected)',
    });
  }
}
