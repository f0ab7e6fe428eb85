/** More pieces than this are joined into one. */
const MAX_PIECES = 16;

/**
 * What a client has sent of its request's body, kept for another attempt as long as it is small.
 *
 * Pieces are kept as they are, not copied. A body that drips in byte by byte is joined now and then, because each
 * piece holds on to the whole network buffer that it came in: so one body keeps at most 16 of those alive, not one for
 * each of its bytes.
 */
export class ReplayBuffer {
  readonly #limitBytes: number;
  #pieces: Buffer[] = [];
  #bytes = 0;
  #replayable = true;
  #complete = false;

  /** @param limitBytes the most that is kept; at 0 only an empty body can be sent again */
  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** Whether all that was appended is still here. Once false, it stays false and nothing is kept. */
  get replayable(): boolean {
    return this.#replayable;
  }

  /** Whether the body has ended, so that the pieces are all of it. */
  get complete(): boolean {
    return this.#complete;
  }

  /** How much is kept. @unit bytes */
  get bytes(): number {
    return this.#bytes;
  }

  /** What was appended so far, in order, and nothing of what is appended later. Empty when it is not replayable. */
  get pieces(): readonly Buffer[] {
    return [...this.#pieces];
  }

  /** @param chunk the next piece of the body, which nobody writes to any more */
  append(chunk: Buffer): void {
    if (!this.#replayable || chunk.length === 0) return;
    if (this.#bytes + chunk.length > this.#limitBytes) {
      this.release();
      return;
    }
    this.#bytes += chunk.length;
    this.#pieces.push(chunk);
    if (this.#pieces.length > MAX_PIECES) this.#pieces = [Buffer.concat(this.#pieces, this.#bytes)];
  }

  /** The body has ended. */
  finish(): void {
    this.#complete = true;
  }

  /** No attempt will follow: lets go of the memory, after which nothing is replayable. */
  release(): void {
    this.#replayable = false;
    this.#pieces = [];
    this.#bytes = 0;
  }
}
