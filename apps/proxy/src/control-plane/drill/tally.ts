import type { ErrorCode } from '../../data-plane/errors/catalogue.ts';
import { LatencyHistogram, notBelow } from '../../data-plane/stats/latency-histogram.ts';
import type { ServiceReport } from '../../data-plane/stats/service-report.ts';
import type { DrillCounts } from './drill-report.ts';

/** Counts of one part of a drill, over all workers. */
export class Tally {
  readonly #latency = new LatencyHistogram();
  readonly #errors: Partial<Record<ErrorCode, number>> = {};
  readonly #refusedRetries: Record<string, number> = {};
  readonly #counters = { requests: 0, failed: 0, aborted: 0, retries: 0, hedges: 0 };
  #ownErrors = 0;

  /** @param minLatencyMs requests that took less are left out of the latencies  @default 0 */
  add(report: ServiceReport, minLatencyMs: number = 0): void {
    const counters = this.#counters;
    counters.requests += report.requests;
    counters.failed += report.failed;
    counters.aborted += report.aborted;
    counters.retries += report.retries;
    counters.hedges += report.hedges;
    addAll(this.#errors, report.errors);
    addAll(this.#refusedRetries, report.refusedRetries);
    for (const { counts } of report.endpoints) this.#ownErrors += counts.errorStatus;
    this.#latency.merge(minLatencyMs > 0 ? notBelow(report.latency, minLatencyMs) : report.latency);
  }

  /** Responses such as 500, which are passed on as they came: no fault that is injected answers so. */
  get ownErrors(): number {
    return this.#ownErrors;
  }

  counts(): DrillCounts {
    const p50 = this.#latency.quantileMs(0.5);
    const p99 = this.#latency.quantileMs(0.99);
    return {
      ...this.#counters,
      errors: { ...this.#errors },
      refusedRetries: { ...this.#refusedRetries },
      latencyMs: p50 === null || p99 === null ? null : { p50, p99 },
    };
  }
}

function addAll(totals: Record<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [key, count] of Object.entries(counts)) totals[key] = (totals[key] ?? 0) + count;
}
