/** What an endpoint gets at the very start; with nothing at all it would never get warm. */
const MIN_RAMP = 0.05;

/**
 * The first time of an endpoint that came or came back: its share of the requests rises in a line from 5 % to all of
 * it, so that cold caches, pools and compilers see a few requests first.
 *
 * @see HAProxy, `slowstart`
 */
export class SlowStart {
  readonly #durationMs: number | null;
  #sinceMs: number | null = null;

  /** @param durationMs `null` for none: then it is always over */
  constructor(durationMs: number | null) {
    this.#durationMs = durationMs;
  }

  /** The endpoint comes in at this moment. */
  begin(nowMs: number): void {
    if (this.#durationMs !== null) this.#sinceMs = nowMs;
  }

  /** Goes on where another one was, with its own duration. */
  takeOver(other: SlowStart): void {
    this.#sinceMs = other.#sinceMs;
  }

  /** The part of its share that it may have: 1 when this is over. */
  rampAt(nowMs: number): number {
    if (this.#sinceMs === null || this.#durationMs === null) return 1;
    return Math.min(1, Math.max(MIN_RAMP, (nowMs - this.#sinceMs) / this.#durationMs));
  }

  /** On the clock; in the past when it never began. */
  get endsAtMs(): number {
    return this.#sinceMs === null || this.#durationMs === null ? -Infinity : this.#sinceMs + this.#durationMs;
  }
}
