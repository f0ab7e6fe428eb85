/** Lets one go on at a time, in the order in which they came. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** @returns once it is the caller's turn, what ends it */
  async take(): Promise<() => void> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    await before;
    return resolve;
  }
}
