/** A timer of a {@link FakeClock}; stands in for the `Timer` that the proxy's clock hands out. */
export interface FakeTimer {
  /** Starts the delay anew, also after it fired, as Node's `Timeout.refresh` does. After `close` it does nothing. */
  refresh(): void;
  /** Cancels; safe to call at any time, more than once. */
  close(): void;
}

/** Node fires a timer with a longer delay than this after 1 ms, and only warns. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/**
 * A clock that stands still until a test moves it. It has the shape of the proxy's `Clock`, so that it is
 * injected in place of the machine's.
 *
 * Two runs of a test are the same run: timers fire inside `advance` alone, by the time they are due and then in
 * the order in which they were started, and each callback sees the very moment at which it was due.
 */
export class FakeClock {
  #nowMs: number;
  #started = 0;
  readonly #waiting = new Set<WaitingTimer>();

  /** @param startMs What `now` returns at first. @default 0 */
  constructor(startMs = 0) {
    this.#nowMs = startMs;
  }

  /** Milliseconds; changes only through `advance`. */
  now(): number {
    return this.#nowMs;
  }

  /** How many timers wait to fire. A test asserts 0 at its end to show that none leaked. */
  get pending(): number {
    return this.#waiting.size;
  }

  /**
   * Calls `callback` once `advance` has come to `delayMs` from now. Delays under 1 ms are 1 ms, as in Node; that
   * is also why a callback that starts its own timer again cannot keep `advance` from returning.
   * @throws RangeError for a delay that Node's timers do not take: it would fire at once in production.
   */
  setTimeout(callback: () => void, delayMs: number): FakeTimer {
    if (!(delayMs <= MAX_DELAY_MS)) {
      throw new RangeError(`a timer takes at most ${MAX_DELAY_MS} ms, got ${delayMs}`);
    }
    const timer: WaitingTimer = { callback, dueMs: 0, order: 0 };
    let closed = false;
    const start = (): void => {
      if (closed) return;
      timer.dueMs = this.#nowMs + Math.max(1, delayMs);
      timer.order = this.#started++;
      this.#waiting.add(timer);
    };
    start();
    return {
      refresh: start,
      close: () => {
        closed = true;
        this.#waiting.delete(timer);
      },
    };
  }

  /**
   * Moves time on by `ms` and fires what falls due on the way, timers started by callbacks included.
   * What a callback throws comes out of here; time then stands at that callback's moment.
   */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`time only moves forward, got ${ms} ms`);
    const untilMs = this.#nowMs + ms;
    for (let timer = this.#nextDue(untilMs); timer !== null; timer = this.#nextDue(untilMs)) {
      this.#waiting.delete(timer);
      this.#nowMs = timer.dueMs;
      timer.callback();
    }
    this.#nowMs = untilMs;
  }

  #nextDue(untilMs: number): WaitingTimer | null {
    let next: WaitingTimer | null = null;
    for (const timer of this.#waiting) {
      if (timer.dueMs <= untilMs && (next === null || isBefore(timer, next))) next = timer;
    }
    return next;
  }
}

interface WaitingTimer {
  readonly callback: () => void;
  dueMs: number;
  order: number;
}

function isBefore(a: WaitingTimer, b: WaitingTimer): boolean {
  return a.dueMs === b.dueMs ? a.order < b.order : a.dueMs < b.dueMs;
}
