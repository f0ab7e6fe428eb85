/** Lines are handed to the sink together, this many characters at a time. */
const batchCharacters = 64 * 1024;
/** A line waits at most this long for others. @unit ms */
const flushMs = 50;

/**
 * Gathers log lines, so that the sink pays its price for each write (it measures and flattens all that it holds) once
 * for some dozens of lines; that halves what an access line costs a request.
 */
export class LineBatch {
  readonly #handOver: (lines: string) => void;
  readonly #timer: NodeJS.Timeout;
  #lines = '';

  constructor(handOver: (lines: string) => void) {
    this.#handOver = handOver;
    this.#timer = setInterval(() => {
      this.flush();
    }, flushMs);
    this.#timer.unref();
  }

  write(line: string): void {
    this.#lines += line;
    if (this.#lines.length >= batchCharacters) this.flush();
  }

  /** Hands over what was gathered. */
  flush(): void {
    if (this.#lines === '') return;
    const lines = this.#lines;
    this.#lines = '';
    this.#handOver(lines);
  }

  /** Hands over the rest and stops the timer. */
  close(): void {
    clearInterval(this.#timer);
    this.flush();
  }
}
