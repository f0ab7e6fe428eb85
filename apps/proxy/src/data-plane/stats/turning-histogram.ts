import { LatencyHistogram } from './latency-histogram.ts';
import type { SparseHistogram } from './latency-histogram.ts';

/**
 * Latencies of the last one to two periods: two histograms that take turns.
 *
 * A value is remembered for a period at least, and forgotten after two, without keeping when each of them came.
 */
export class TurningHistogram {
  readonly #periodMs: number;
  #current = new LatencyHistogram();
  #previous = new LatencyHistogram();
  #periodEndsAtMs: number;

  /** @param periodMs how long values go to one histogram before the other takes its place  @param nowMs on the clock */
  constructor(periodMs: number, nowMs: number) {
    this.#periodMs = periodMs;
    this.#periodEndsAtMs = nowMs + periodMs;
  }

  record(ms: number, nowMs: number): void {
    this.#turn(nowMs);
    this.#current.record(ms);
  }

  /** Adds what was counted elsewhere, as if it had come now. */
  merge(latency: SparseHistogram, nowMs: number): void {
    this.#turn(nowMs);
    this.#current.merge(latency);
  }

  /** How many values are remembered. */
  count(nowMs: number): number {
    this.#turn(nowMs);
    return this.#current.count + this.#previous.count;
  }

  /** @param q 0 to 1  @returns `null` without values  @unit ms */
  quantileMs(q: number, nowMs: number): number | null {
    this.#turn(nowMs);
    return this.#current.quantileMs(q, this.#previous);
  }

  #turn(nowMs: number): void {
    if (nowMs < this.#periodEndsAtMs) return;
    const wasIdle = nowMs >= this.#periodEndsAtMs + this.#periodMs;
    [this.#current, this.#previous] = [this.#previous, this.#current];
    this.#current.clear();
    if (wasIdle) this.#previous.clear();
    this.#periodEndsAtMs = nowMs + this.#periodMs;
  }
}
