import type { Clock } from '../../clock.ts';
import { LatencyHistogram } from './latency-histogram.ts';

/** How long values go to one histogram before the next one takes its place. @unit ms */
const periodMs = 10_000;
/** How long a quantile that was asked for is good for: who hedges asks with every request. @unit ms */
const cachedForMs = 1_000;

/** Latencies of the last 10 to 20 seconds: two histograms that take turns. */
export class RecentLatency {
  readonly #clock: Clock;
  #current = new LatencyHistogram();
  #previous = new LatencyHistogram();
  #periodEndsAt: number;
  #cachedFor = -1;
  #cachedUntil = -Infinity;
  #cachedMs: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#periodEndsAt = clock.now() + periodMs;
  }

  record(ms: number): void {
    this.#turn(this.#clock.now());
    this.#current.record(ms);
  }

  /** How many values there were. */
  get count(): number {
    this.#turn(this.#clock.now());
    return this.#current.count + this.#previous.count;
  }

  /** Up to a second old. @param q 0 to 1  @returns `null` when nothing was recorded lately  @unit ms */
  quantileMs(q: number): number | null {
    const now = this.#clock.now();
    if (q === this.#cachedFor && now < this.#cachedUntil) return this.#cachedMs;
    this.#turn(now);
    this.#cachedMs = this.#current.quantileMs(q, this.#previous);
    this.#cachedFor = q;
    // The first values are worth more than an answer that there are none.
    this.#cachedUntil = this.#cachedMs === null ? -Infinity : now + cachedForMs;
    return this.#cachedMs;
  }

  #turn(now: number): void {
    if (now < this.#periodEndsAt) return;
    const wasIdle = now >= this.#periodEndsAt + periodMs;
    [this.#current, this.#previous] = [this.#previous, this.#current];
    this.#current.clear();
    if (wasIdle) this.#previous.clear();
    this.#periodEndsAt = now + periodMs;
  }
}
