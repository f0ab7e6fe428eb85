import type { Clock, Timer } from '../../clock.ts';
import type { Hedging } from './retry/hedging.ts';
import type { Upload } from './upload.ts';

/** Waits until an attempt has been without a final head for so long that another one joins it. */
export class FetchHedge {
  readonly #hedging: Hedging;
  readonly #upload: Upload | null;
  readonly #clock: Clock;
  readonly #join: () => void;
  #timer: Timer | null = null;

  /** @param join told when it is time, and the whole body can be sent again */
  constructor(hedging: Hedging, upload: Upload | null, clock: Clock, join: () => void) {
    this.#hedging = hedging;
    this.#upload = upload;
    this.#clock = clock;
    this.#join = join;
  }

  /** From now on. */
  wait(): void {
    this.stop();
    const { delayMs } = this.#hedging;
    if (delayMs === null) return;
    this.#timer = this.#clock.setTimeout(() => {
      this.#fire();
    }, delayMs);
  }

  stop(): void {
    this.#timer?.close();
    this.#timer = null;
  }

  #fire(): void {
    const upload = this.#upload;
    if (upload === null || (upload.complete && upload.replayable)) this.#join();
    // What the client has not sent cannot be sent twice. It is looked at again later.
    else if (upload.replayable) this.#timer?.refresh();
  }
}
