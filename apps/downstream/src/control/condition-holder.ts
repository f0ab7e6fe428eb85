import type { Clock } from '../clock.ts';
import type { Condition } from './condition.ts';
import type { Order } from './read-order.ts';

/** The condition an instance is in now, which ends when the next one begins. */
export class ConditionHolder {
  readonly #clock: Clock;
  readonly #onChange: (condition: Condition) => void;
  #current: Condition = { state: 'up' };
  #untilMs: number | undefined;
  #ended = new AbortController();

  /** `onChange` is told of each new condition, before any request sees it. */
  constructor(clock: Clock, onChange: (condition: Condition) => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  get current(): Condition {
    return this.#current;
  }

  /** When the current condition ends by itself; undefined when it does not. @unit ms since the epoch */
  get untilMs(): number | undefined {
    return this.#untilMs;
  }

  /** Aborts when the current condition ends. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** Begins another condition, and a timer that ends it if it has a term. */
  set({ condition, forMs }: Order): void {
    this.#ended.abort();
    this.#ended = new AbortController();
    this.#current = condition;
    this.#untilMs = forMs === undefined ? undefined : this.#clock.now() + forMs;
    this.#onChange(condition);
    if (forMs !== undefined) void this.#endAfter(forMs, this.#ended.signal);
  }

  /** Ends all waiting; for the end of the instance. */
  close(): void {
    this.#ended.abort();
  }

  async #endAfter(forMs: number, ended: AbortSignal): Promise<void> {
    if (await this.#clock.sleep(forMs, ended)) this.set({ condition: { state: 'up' } });
  }
}
