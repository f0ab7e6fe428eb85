import type { Timer } from '../../clock.ts';
import { errorText } from './dns-errors.ts';
import { systemLookUp } from './look-up.ts';
import type { SourceParts } from './source-parts.ts';
import { refreshDelayMs } from './timing.ts';

/** Looks a name up in the system's way, again and again. */
export class NameWatch {
  readonly #name: string;
  readonly #parts: SourceParts;
  readonly #onLook: (answered: boolean) => void;
  #addresses: readonly string[] | null = null;
  #error: string | null = null;
  #settled = false;
  #timer: Timer | null = null;
  #closed = false;

  /** Begins at once. @param onLook told after each look whether it got an answer */
  constructor(name: string, parts: SourceParts, onLook: (answered: boolean) => void) {
    this.#name = name;
    this.#parts = parts;
    this.#onLook = onLook;
    void this.#look();
  }

  /** The last answer; null before the first. An error changes nothing: the system's do not say whether a name is gone. */
  get addresses(): readonly string[] | null {
    return this.#addresses;
  }

  /** What the latest look had to complain of. */
  get error(): string | null {
    return this.#error;
  }

  /** Whether a look has ended, well or not. */
  get settled(): boolean {
    return this.#settled;
  }

  close(): void {
    this.#closed = true;
    this.#timer?.close();
  }

  async #look(): Promise<void> {
    const lookUp = this.#parts.lookUp ?? systemLookUp;
    const answer = await lookUp(this.#name).catch((error: unknown) => errorText(error));
    if (this.#closed) return;
    const answered = typeof answer !== 'string';
    if (answered) this.#addresses = answer;
    this.#error = answered ? null : `${this.#name}: ${answer}`;
    this.#settled = true;
    // Counted from the end: a system that takes long to answer is never asked twice at a time.
    this.#timer = this.#parts.clock.setTimeout(
      () => void this.#look(),
      refreshDelayMs(null, this.#parts.random),
    );
    this.#onLook(answered);
  }
}
