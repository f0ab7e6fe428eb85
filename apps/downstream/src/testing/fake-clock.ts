import type { Clock } from '../clock.ts';

interface Sleeper {
  readonly ms: number;
  readonly wakeAt: number;
  readonly wake: (passed: boolean) => void;
}

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  /** Each sleep ever asked for, in milliseconds, in order. */
  readonly sleeps: number[] = [];
  #now = Date.UTC(2026, 0, 1);
  #sleepers: Sleeper[] = [];
  #waiting: (() => void)[] = [];

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal: AbortSignal): Promise<boolean> {
    this.sleeps.push(ms);
    const slept = new Promise<boolean>((resolve) => {
      const sleeper: Sleeper = { ms, wakeAt: this.#now + ms, wake: resolve };
      if (signal.aborted) {
        resolve(false);
        return;
      }
      this.#sleepers.push(sleeper);
      signal.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        resolve(false);
      });
    });
    for (const tell of this.#waiting.splice(0)) tell();
    return slept;
  }

  /** Resolves when somebody sleeps for exactly `ms`. */
  async sleeping(ms: number): Promise<void> {
    while (!this.#sleepers.some((sleeper) => sleeper.ms === ms)) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  /** How many are asleep now. */
  get asleep(): number {
    return this.#sleepers.length;
  }

  /** Moves the time and wakes who is due. */
  advance(ms: number): void {
    this.#now += ms;
    const due = this.#sleepers.filter((sleeper) => sleeper.wakeAt <= this.#now);
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.wakeAt > this.#now);
    for (const sleeper of due) sleeper.wake(true);
  }
}
