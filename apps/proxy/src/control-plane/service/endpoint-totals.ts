import type { EndpointReport, ReportedBackoff } from '../../data-plane/stats/service-report.ts';
import { TurningHistogram } from '../../data-plane/stats/turning-histogram.ts';
import type { EndpointView } from '../views.ts';

/** Operators see the latencies of the last 30 to 60 seconds. @unit ms */
export const viewedPeriodMs = 30_000;

/** What one worker said last. */
interface WorkerNow {
  readonly inFlight: number;
  readonly backoff: ReportedBackoff['kind'];
  /** On the clock. */
  readonly backoffUntilMs: number;
}

const severity: Readonly<Record<ReportedBackoff['kind'], number>> = { ready: 0, trial: 1, waiting: 2 };

/** One endpoint over all workers: counters of all that ever were, gauges of those that are. */
export class EndpointTotals {
  requests = 0;
  lastError: EndpointView['lastError'] = null;
  readonly #latency: TurningHistogram;
  readonly #workers = new Map<number, WorkerNow>();

  constructor(nowMs: number) {
    this.#latency = new TurningHistogram(viewedPeriodMs, nowMs);
  }

  add(workerId: number, report: EndpointReport, nowMs: number): void {
    const { counts, lastError, backoff } = report;
    this.requests +=
      counts.success +
      counts.errorStatus +
      counts.gatewayFailure +
      counts.reset +
      counts.connectFailure +
      counts.headerTimeout;
    if (lastError !== null && (this.lastError === null || lastError.at >= this.lastError.at)) {
      this.lastError = lastError;
    }
    this.#latency.merge(report.latency, nowMs);
    const backoffUntilMs = nowMs + (backoff.remainingMs ?? 0);
    this.#workers.set(workerId, { inFlight: report.inFlight, backoff: backoff.kind, backoffUntilMs });
  }

  /** The worker is gone, or has the endpoint no more. */
  forgetWorker(workerId: number): void {
    this.#workers.delete(workerId);
  }

  get inFlight(): number {
    let sum = 0;
    for (const { inFlight } of this.#workers.values()) sum += inFlight;
    return sum;
  }

  backoff(nowMs: number): ReportedBackoff {
    let worst: ReportedBackoff['kind'] = 'ready';
    let untilMs = 0;
    for (const { backoff, backoffUntilMs } of this.#workers.values()) {
      if (severity[backoff] > severity[worst]) worst = backoff;
      if (backoff !== 'ready') untilMs = Math.max(untilMs, backoffUntilMs);
    }
    return { kind: worst, remainingMs: worst === 'ready' ? null : Math.max(0, untilMs - nowMs) };
  }

  latencyMs(nowMs: number): EndpointView['latencyMs'] {
    const p50 = this.#latency.quantileMs(0.5, nowMs);
    const p99 = this.#latency.quantileMs(0.99, nowMs);
    return p50 === null || p99 === null ? null : { p50, p99 };
  }
}
