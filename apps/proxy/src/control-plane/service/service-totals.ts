import type { Clock } from '../../clock.ts';
import type { ErrorCode } from '../../data-plane/errors/catalogue.ts';
import { LatencyHistogram } from '../../data-plane/stats/latency-histogram.ts';
import type { ServiceNow, ServiceReport } from '../../data-plane/stats/service-report.ts';
import { TurningHistogram } from '../../data-plane/stats/turning-histogram.ts';
import type { ServiceLatency, ServiceView } from '../views.ts';
import { EndpointTotals, viewedPeriodMs } from './endpoint-totals.ts';

/** What one worker said last. */
type WorkerNow = Pick<ServiceReport, 'inFlight' | 'queued' | 'breaker' | 'budgetLeft'>;

/** The part of a service's view that is made of reports. */
export type ReportedView = Omit<ServiceView, 'name' | 'policy' | 'discovery' | 'endpoints'>;

/** A service over all workers: counters of all that ever were, gauges of those that are. */
export class ServiceTotals {
  readonly #clock: Clock;
  readonly #endpoints = new Map<string, EndpointTotals>();
  readonly #workers = new Map<number, WorkerNow>();
  readonly #latency: TurningHistogram;
  readonly #totalLatency = new LatencyHistogram();
  readonly #errors: Partial<Record<ErrorCode, number>> = {};
  readonly #refusedRetries: Record<string, number> = {};
  readonly #responses = [0, 0, 0, 0, 0];
  readonly #counters = { requests: 0, failed: 0, aborted: 0, retries: 0, hedges: 0 };

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#latency = new TurningHistogram(viewedPeriodMs, clock.now());
  }

  add(workerId: number, report: ServiceReport): void {
    const counters = this.#counters;
    counters.requests += report.requests;
    counters.failed += report.failed;
    counters.aborted += report.aborted;
    counters.retries += report.retries;
    counters.hedges += report.hedges;
    report.responses.forEach((count, index) => {
      this.#responses[index] = (this.#responses[index] ?? 0) + count;
    });
    addAll(this.#errors, report.errors);
    addAll(this.#refusedRetries, report.refusedRetries);
    this.#latency.merge(report.latency, this.#clock.now());
    this.#totalLatency.merge(report.latency);
    const { inFlight, queued, breaker, budgetLeft } = report;
    this.#workers.set(workerId, { inFlight, queued, breaker, budgetLeft });
    this.#addEndpoints(workerId, report);
  }

  /** The worker is gone, and what it was doing with it. */
  forgetWorker(workerId: number): void {
    this.#workers.delete(workerId);
    for (const endpoint of this.#endpoints.values()) endpoint.forgetWorker(workerId);
  }

  /** Lets go of endpoints that the service has no more and that have nothing in flight. */
  keepOnly(names: ReadonlySet<string>): void {
    for (const [name, { inFlight }] of this.#endpoints) {
      if (inFlight === 0 && !names.has(name)) this.#endpoints.delete(name);
    }
  }

  /** Those that a report has spoken of. */
  get endpoints(): ReadonlyMap<string, EndpointTotals> {
    return this.#endpoints;
  }

  view(): ReportedView {
    const workers = [...this.#workers.values()];
    const sum = (of: (worker: WorkerNow) => number): number =>
      workers.reduce((total, worker) => total + of(worker), 0);
    const nowMs = this.#clock.now();
    return {
      ...this.#counters,
      responses: [...this.#responses],
      errors: { ...this.#errors },
      refusedRetries: { ...this.#refusedRetries },
      inFlight: sum(({ inFlight }) => inFlight),
      queued: sum(({ queued }) => queued),
      budgetLeft: sum(({ budgetLeft }) => budgetLeft),
      breaker: worstBreaker(workers),
      latencyMs: latency((q) => this.#latency.quantileMs(q, nowMs)),
      totalLatencyMs: latency((q) => this.#totalLatency.quantileMs(q)),
    };
  }

  #addEndpoints(workerId: number, report: ServiceReport): void {
    const named = new Set(report.endpoints.map(({ name }) => name));
    for (const [name, endpoint] of this.#endpoints) if (!named.has(name)) endpoint.forgetWorker(workerId);
    const nowMs = this.#clock.now();
    for (const endpointReport of report.endpoints) {
      let endpoint = this.#endpoints.get(endpointReport.name);
      if (endpoint === undefined) {
        endpoint = new EndpointTotals(nowMs);
        this.#endpoints.set(endpointReport.name, endpoint);
      }
      endpoint.add(workerId, endpointReport, nowMs);
    }
  }
}

/** What there is to see of a service that no report has spoken of. */
export const nothingReported: ReportedView = {
  requests: 0,
  responses: [0, 0, 0, 0, 0],
  errors: {},
  failed: 0,
  aborted: 0,
  retries: 0,
  hedges: 0,
  refusedRetries: {},
  inFlight: 0,
  queued: 0,
  breaker: null,
  budgetLeft: 0,
  latencyMs: null,
  totalLatencyMs: null,
};

function addAll(totals: Record<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [key, count] of Object.entries(counts)) totals[key] = (totals[key] ?? 0) + count;
}

function worstBreaker(workers: readonly WorkerNow[]): ServiceNow['breaker'] {
  const states = new Set(workers.map(({ breaker }) => breaker));
  return (['open', 'half-open', 'closed'] as const).find((state) => states.has(state)) ?? null;
}

function latency(quantileMs: (q: number) => number | null): ServiceLatency | null {
  const [p50, p95, p99] = [quantileMs(0.5), quantileMs(0.95), quantileMs(0.99)];
  return p50 === null || p95 === null || p99 === null ? null : { p50, p95, p99 };
}
