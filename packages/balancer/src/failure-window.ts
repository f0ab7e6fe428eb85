/** Into how many parts a window is cut: it forgets a tenth at a time. */
const SLOTS = 10;

/**
 * How many requests of a sliding window failed. It holds the current tenth of the window and the nine before, so it
 * covers between 90 and 100 % of `windowMs`. Adding is O(1), a read too, and the memory is the same under any load.
 */
export class FailureWindow {
  readonly #slotMs: number;
  readonly #requests = new Uint32Array(SLOTS);
  readonly #failures = new Uint32Array(SLOTS);
  #requestsInAll = 0;
  #failuresInAll = 0;
  #slot = 0;

  /** @param windowMs How far it looks back. @unit ms  @minimum 1 */
  constructor(windowMs: number) {
    this.#slotMs = windowMs / SLOTS;
  }

  /** `failures` of `requests` that just ended. */
  add(requests: number, failures: number, nowMs: number): void {
    this.#forget(nowMs);
    const index = this.#slot % SLOTS;
    this.#requests[index] = (this.#requests[index] ?? 0) + requests;
    this.#failures[index] = (this.#failures[index] ?? 0) + failures;
    this.#requestsInAll += requests;
    this.#failuresInAll += failures;
  }

  /** At least `minRequests` ended by the last `add`, and at least `percent` of them failed. */
  reaches(percent: number, minRequests: number): boolean {
    const requests = this.#requestsInAll;
    return requests >= minRequests && requests > 0 && this.#failuresInAll * 100 >= percent * requests;
  }

  clear(): void {
    this.#requests.fill(0);
    this.#failures.fill(0);
    this.#requestsInAll = 0;
    this.#failuresInAll = 0;
  }

  #forget(nowMs: number): void {
    const slot = Math.floor(nowMs / this.#slotMs);
    if (slot <= this.#slot) return;
    const passed = Math.min(slot - this.#slot, SLOTS);
    for (let age = 0; age < passed; age++) {
      const index = (slot - age) % SLOTS;
      this.#requestsInAll -= this.#requests[index] ?? 0;
      this.#failuresInAll -= this.#failures[index] ?? 0;
      this.#requests[index] = 0;
      this.#failures[index] = 0;
    }
    this.#slot = slot;
  }
}
