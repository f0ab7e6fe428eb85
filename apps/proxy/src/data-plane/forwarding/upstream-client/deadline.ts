import type { Clock, Timer } from '../../../clock.ts';

/** Node fires a timer with a longer delay at once. */
const maxTimerMs = 2 ** 31 - 1;

/**
 * One moment that moves often and is seldom reached, and of which only the last one set counts. Moving it later costs
 * a comparison, not a timer: the running timer is left alone and looks again when it fires. It fires on time, never
 * before, and for many requests over one connection about one timer in `delayMs` is started.
 */
export class Deadline {
  readonly #clock: Clock;
  readonly #onReached: () => void;
  readonly #look = (): void => this.#timerFired();
  #at = Infinity;
  #timer: Timer | null = null;
  #timerAt = Infinity;

  constructor(clock: Clock, onReached: () => void) {
    this.#clock = clock;
    this.#onReached = onReached;
  }

  /** Whether the moment is over, be it that the timer was late. */
  get isReached(): boolean {
    return this.#at <= this.#clock.now();
  }

  /** Takes the place of what was set before. @param delayMs `null` is never. */
  set(delayMs: number | null): void {
    if (delayMs === null) {
      this.#at = Infinity;
      return;
    }
    this.#at = this.#clock.now() + delayMs;
    if (this.#at < this.#timerAt) this.#startTimer(delayMs);
  }

  clear(): void {
    this.#at = Infinity;
  }

  /** Clears, and leaves no timer behind that would keep the process alive. */
  close(): void {
    this.#at = Infinity;
    this.#timerAt = Infinity;
    this.#timer?.close();
    this.#timer = null;
  }

  #startTimer(delayMs: number): void {
    this.#timer?.close();
    this.#timerAt = this.#at;
    this.#timer = this.#clock.setTimeout(this.#look, Math.min(delayMs, maxTimerMs));
  }

  #timerFired(): void {
    this.#timer = null;
    this.#timerAt = Infinity;
    if (this.#at === Infinity) return;
    const leftMs = this.#at - this.#clock.now();
    if (leftMs > 0) {
      this.#startTimer(leftMs);
    } else {
      this.#at = Infinity;
      this.#onReached();
    }
  }
}
