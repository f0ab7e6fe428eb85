import type { Clock } from '../../clock.ts';
import { TurningHistogram } from './turning-histogram.ts';

/** How long a value is remembered at least. @unit ms */
const periodMs = 10_000;
/** How long a quantile that was asked for is good for: who hedges asks with every request. @unit ms */
const cachedForMs = 1_000;

/** Latencies of the last 10 to 20 seconds, with a quantile that may be asked for with every request. */
export class RecentLatency {
  readonly #clock: Clock;
  readonly #latency: TurningHistogram;
  #cachedFor = -1;
  #cachedUntil = -Infinity;
  #cachedMs: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#latency = new TurningHistogram(periodMs, clock.now());
  }

  record(ms: number): void {
    this.#latency.record(ms, this.#clock.now());
  }

  /** How many values there were. */
  get count(): number {
    return this.#latency.count(this.#clock.now());
  }

  /** Up to a second old. @param q 0 to 1  @returns `null` when nothing was recorded lately  @unit ms */
  quantileMs(q: number): number | null {
    const now = this.#clock.now();
    if (q === this.#cachedFor && now < this.#cachedUntil) return this.#cachedMs;
    this.#cachedMs = this.#latency.quantileMs(q, now);
    this.#cachedFor = q;
    // The first values are worth more than an answer that there are none.
    this.#cachedUntil = this.#cachedMs === null ? -Infinity : now + cachedForMs;
    return this.#cachedMs;
  }
}
