/** A running timer. Node's own `Timeout` has this shape, so the real clock wraps nothing. */
export interface Timer {
  /** Starts the delay anew without allocating another timer. */
  refresh(): unknown;
  /** Cancels; safe to call at any time, more than once. */
  close(): unknown;
  /** Lets the process end though it runs, where the clock can do that. */
  unref?(): unknown;
}

/** Time as the data plane sees it; tests inject one that they move by hand. */
export interface Clock {
  /** Monotonic milliseconds with a fraction, for durations. Never goes back; has no relation to the date. */
  now(): number;
  /** Calls `callback` once after `delayMs` milliseconds unless closed before. Keeps the process alive. */
  setTimeout(callback: () => void, delayMs: number): Timer;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
};
