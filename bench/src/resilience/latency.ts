import { percentile } from '../report/statistics.ts';
import type { Observation } from './observations.ts';

/** How long requests took. */
export interface Latency {
  /** @unit ms */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly requests: number;
  /** Requests that were not answered 200. */
  readonly failed: number;
}

/** Of the requests that started within `lengthMs`, whenever they ended. */
export function latencyOf(observations: readonly Observation[], lengthMs: number): Latency {
  const during = observations.filter(({ startedMs }) => startedMs >= 0 && startedMs < lengthMs);
  const sorted = during.map(({ durationMs }) => durationMs).toSorted((a, b) => a - b);
  return {
    p50Ms: percentile(sorted, 50),
    p99Ms: percentile(sorted, 99),
    maxMs: sorted.at(-1) ?? Number.NaN,
    requests: during.length,
    failed: during.filter(({ fine }) => !fine).length,
  };
}
