import { LatencyHistogram } from '../../data-plane/stats/latency-histogram.ts';
import type { SparseHistogram } from '../../data-plane/stats/latency-histogram.ts';

/** How long values go to one histogram before the next one takes its place. @unit ms */
const periodMs = 30_000;

/** Latencies of the last 30 to 60 seconds: two histograms that take turns. */
export class MinuteLatency {
  #current = new LatencyHistogram();
  #previous = new LatencyHistogram();
  #periodEndsAtMs: number;

  constructor(nowMs: number) {
    this.#periodEndsAtMs = nowMs + periodMs;
  }

  merge(latency: SparseHistogram, nowMs: number): void {
    this.#turn(nowMs);
    this.#current.merge(latency);
  }

  /** @param q 0 to 1  @returns `null` without values  @unit ms */
  quantileMs(q: number, nowMs: number): number | null {
    this.#turn(nowMs);
    return this.#current.quantileMs(q, this.#previous);
  }

  #turn(nowMs: number): void {
    if (nowMs < this.#periodEndsAtMs) return;
    const wasIdle = nowMs >= this.#periodEndsAtMs + periodMs;
    [this.#current, this.#previous] = [this.#previous, this.#current];
    this.#current.clear();
    if (wasIdle) this.#previous.clear();
    this.#periodEndsAtMs = nowMs + periodMs;
  }
}
