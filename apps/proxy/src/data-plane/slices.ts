import { setImmediate } from 'node:timers/promises';

/** Long enough that the turns between cost little, short enough that no request notices. @unit ms */
const defaultSliceMs = 5;

/**
 * Long work, cut so that what is being served goes on between its slices:
 * `for (const one of many) { work(one); if (slices.over) await slices.next(); }`
 */
export class Slices {
  readonly #sliceMs: number;
  #endsAt: number;

  /** @param sliceMs how long the event loop may be kept at a time; 0 pauses after every step @default 5 */
  constructor(sliceMs: number = defaultSliceMs) {
    this.#sliceMs = sliceMs;
    this.#endsAt = performance.now() + sliceMs;
  }

  /** Time to let others work. */
  get over(): boolean {
    return performance.now() >= this.#endsAt;
  }

  /** Begins the next slice after a turn of the event loop, in which sockets and timers had theirs. */
  async next(): Promise<void> {
    await setImmediate();
    this.#endsAt = performance.now() + this.#sliceMs;
  }
}
