/** A worker that lived for less has not got over what killed those before it. @unit ms */
const settledAfterMs = 10_000;
/** How long the second replacement in a row waits; twice as long each time. @unit ms */
const firstDelayMs = 1_000;
const maxDelayMs = 30_000;

/**
 * When a worker that died is replaced: at once the first time, then after 1 s doubling to 30 s, until one has lived for
 * 10 s. So that a crash costs one worker for as long as it takes to start another, and a crash loop does not eat the
 * machine.
 */
export class RestartBackoff {
  #delayMs = 0;

  /** @param livedMs how long the one that died had lived  @returns how long its replacement waits, in ms */
  next(livedMs: number): number {
    if (livedMs >= settledAfterMs) this.#delayMs = 0;
    const delayMs = this.#delayMs;
    this.#delayMs = delayMs === 0 ? firstDelayMs : Math.min(maxDelayMs, 2 * delayMs);
    return delayMs;
  }
}
