import type { Clock } from '../../../clock.ts';

interface LateTimer {
  readonly callback: () => void;
  readonly delayMs: number;
  dueMs: number;
}

/**
 * A clock whose timer fires as late as a test says: what a busy event loop does. It has one timer, the first that is
 * started; others never fire while that one runs.
 */
export class LateClock implements Clock {
  #nowMs = 0;
  #running: LateTimer | null = null;

  get isRunning(): boolean {
    return this.#running !== null;
  }

  now(): number {
    return this.#nowMs;
  }

  setTimeout(callback: () => void, delayMs: number): { refresh(): void; close(): void } {
    const timer: LateTimer = { callback, delayMs, dueMs: this.#nowMs + delayMs };
    this.#running ??= timer;
    return {
      refresh: () => {
        timer.dueMs = this.#nowMs + delayMs;
      },
      close: () => {
        if (this.#running === timer) this.#running = null;
      },
    };
  }

  /** Fires the timer this much later than due. */
  fireLate(lagMs: number): void {
    if (this.#running === null) throw new Error('no timer runs');
    this.#nowMs = this.#running.dueMs + lagMs;
    this.#running.callback();
  }
}
