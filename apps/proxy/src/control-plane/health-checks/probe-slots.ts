/**
 * How many probes run at the same time, over all services: thousands of endpoints must not be dialled in one moment.
 * Who finds no slot free waits, first come first served.
 */
export class ProbeSlots {
  #free: number;
  readonly #waiting = new Set<() => void>();

  /** @param count @minimum 1 */
  constructor(count: number) {
    this.#free = count;
  }

  get hasFree(): boolean {
    return this.#free > 0;
  }

  /**
   * Calls `begin` when there is a slot for it, at once if there is one now.
   * @returns gives the slot back, or leaves the queue; a second call does nothing
   */
  take(begin: () => void): () => void {
    let isOver = false;
    if (this.#free > 0) {
      this.#free -= 1;
      begin();
    } else {
      this.#waiting.add(begin);
    }
    return () => {
      if (isOver) return;
      isOver = true;
      if (!this.#waiting.delete(begin)) this.#pass();
    };
  }

  #pass(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#free += 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
