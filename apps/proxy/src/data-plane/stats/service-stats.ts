import type { Outcome } from '@hostler/balancer';
import type { Clock } from '../../clock.ts';
import type { RequestRecord } from '../../telemetry/request-record.ts';
import { errorCatalogue } from '../errors/catalogue.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { RetryRefusal } from '../forwarding/retry/retry-rule.ts';
import { EndpointStats } from './endpoint-stats.ts';
import { LatencyHistogram } from './latency-histogram.ts';
import type { PlaneStats } from './plane-stats.ts';
import { RecentLatency } from './recent-latency.ts';
import type { EndpointError, ServiceNow, ServiceReport } from './service-report.ts';

/** Attempts that a quantile is made of at least: of as many, one is above the 95th percentile. */
const minForQuantile = 20;

/** What a service's statistics are made of. */
export interface ServiceStatsOptions {
  readonly name: string;
  readonly clock: Clock;
  /** Who collects the reports. */
  readonly plane: PlaneStats;
  /** What is not counted but looked up when a report is made. */
  readonly now: () => ServiceNow;
  /** Failures in a row at one endpoint that a report must not wait for; `null` when nobody acts on them. @minimum 1 */
  readonly urgentAfter: number | null;
  /** The date, for operators. @unit ms since 1970  @default Date.now */
  readonly dateMs?: () => number;
}

/**
 * What becomes of a service's requests and attempts, counted until the next report. Called with each of them, so nothing
 * here allocates but the first time.
 */
export class ServiceStats {
  readonly #options: ServiceStatsOptions;
  readonly #dateMs: () => number;
  readonly #endpoints = new Map<string, EndpointStats>();
  readonly #latency = new LatencyHistogram();
  readonly #recent: RecentLatency;
  readonly #errors = new Map<ErrorCode, number>();
  readonly #refusedRetries = new Map<RetryRefusal, number>();
  #responses = noResponses();
  #requests = 0;
  #failed = 0;
  #aborted = 0;
  #retries = 0;
  #hedges = 0;
  #inFlight = 0;
  #hasNews = false;

  constructor(options: ServiceStatsOptions) {
    this.#options = options;
    this.#dateMs = options.dateMs ?? Date.now;
    this.#recent = new RecentLatency(options.clock);
  }

  /** Of the service. */
  get name(): string {
    return this.#options.name;
  }

  /** Requests under way. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** A request was routed to the service; `requestEnded` follows exactly once. */
  requestStarted(): void {
    this.#news();
    this.#inFlight += 1;
  }

  requestEnded({ status, error }: Pick<RequestRecord, 'status' | 'error'>, durationMs: number): void {
    this.#news();
    this.#inFlight -= 1;
    this.#requests += 1;
    if (error !== null) this.#errors.set(error, (this.#errors.get(error) ?? 0) + 1);
    if (status !== clientLeft) this.#respond(Math.floor(status / 100) - 1);
    if (error === 'client_aborted' || error === 'client_stalled') {
      this.#aborted += 1;
      return;
    }
    if (error === null ? status >= 500 : errorCatalogue[error].source !== 'client') this.#failed += 1;
    if (status !== switchingProtocols) this.#latency.record(durationMs);
  }

  retried(): void {
    this.#news();
    this.#retries += 1;
  }

  hedged(): void {
    this.#news();
    this.#hedges += 1;
  }

  /** A retry that the configuration asks for was not made. */
  retryRefused(reason: RetryRefusal): void {
    this.#news();
    this.#refusedRetries.set(reason, (this.#refusedRetries.get(reason) ?? 0) + 1);
  }

  /**
   * An attempt at an endpoint is over.
   * @param latencyMs from its beginning to the final head; `null` when none came
   * @param error what went wrong, if anything did
   */
  attemptEnded(
    endpointName: string,
    outcome: Outcome,
    latencyMs: number | null,
    error: EndpointError | null,
  ): void {
    this.#news();
    if (latencyMs !== null) this.#recent.record(latencyMs);
    const inARow = this.#endpoint(endpointName).attemptEnded(outcome, latencyMs, error);
    const { urgentAfter, plane } = this.#options;
    if (urgentAfter !== null && inARow > 0 && inARow % urgentAfter === 0) plane.urgent();
  }

  /**
   * A quantile of the attempts' latency in the last 10 to 20 seconds.
   * @param q 0 to 1
   * @returns `null` while there are too few to tell it from the slowest of them  @unit ms
   */
  quantileMs(q: number): number | null {
    return this.#recent.count < minForQuantile ? null : this.#recent.quantileMs(q);
  }

  /** What is new since the last call; the counters begin anew. */
  collect(): ServiceReport {
    this.#hasNews = false;
    const { queued, breaker, budgetLeft, endpoints } = this.#options.now();
    const nowMs = this.#options.clock.now();
    const report: ServiceReport = {
      name: this.#options.name,
      requests: this.#requests,
      responses: this.#responses,
      errors: Object.fromEntries(this.#errors),
      failed: this.#failed,
      aborted: this.#aborted,
      retries: this.#retries,
      hedges: this.#hedges,
      refusedRetries: Object.fromEntries(this.#refusedRetries),
      latency: this.#latency.toSparse(),
      inFlight: this.#inFlight,
      queued,
      breaker,
      budgetLeft,
      endpoints: endpoints.map((endpoint) => this.#endpoint(endpoint.name).collect(endpoint, nowMs)),
    };
    this.#forgetAllBut(new Set(endpoints.map(({ name }) => name)));
    this.#clear();
    return report;
  }

  #news(): void {
    if (this.#hasNews) return;
    this.#hasNews = true;
    this.#options.plane.hasNews(this);
  }

  #respond(statusClass: number): void {
    const count = this.#responses[statusClass];
    if (count !== undefined) this.#responses[statusClass] = count + 1;
  }

  #endpoint(name: string): EndpointStats {
    let stats = this.#endpoints.get(name);
    if (stats === undefined) {
      stats = new EndpointStats(this.#dateMs);
      this.#endpoints.set(name, stats);
    }
    return stats;
  }

  /** Endpoints that the service has no more. */
  #forgetAllBut(names: ReadonlySet<string>): void {
    if (this.#endpoints.size === names.size) return;
    for (const name of this.#endpoints.keys()) if (!names.has(name)) this.#endpoints.delete(name);
  }

  #clear(): void {
    this.#latency.clear();
    this.#errors.clear();
    this.#refusedRetries.clear();
    this.#responses = noResponses();
    this.#requests = 0;
    this.#failed = 0;
    this.#aborted = 0;
    this.#retries = 0;
    this.#hedges = 0;
  }
}

/** Stands for a status where no head was sent. */
const clientLeft = errorCatalogue.client_aborted.status;
const switchingProtocols = 101;

function noResponses(): number[] {
  return [0, 0, 0, 0, 0];
}
