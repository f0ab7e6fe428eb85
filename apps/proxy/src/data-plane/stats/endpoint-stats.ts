import type { Outcome, OutcomeCounts } from '@hostler/balancer';
import { LatencyHistogram } from './latency-histogram.ts';
import type { EndpointError, EndpointNow, EndpointReport } from './service-report.ts';

/** What is counted of one endpoint between two reports. */
export class EndpointStats {
  readonly #dateMs: () => number;
  readonly #latency = new LatencyHistogram();
  #counts = noOutcomes();
  /** Failures in a row, over all reports; what `urgent` goes by. */
  #gatewayFailuresInARow = 0;
  #localErrorsInARow = 0;
  #lastError: EndpointError | null = null;
  #lastErrorAtMs = 0;

  /** @param dateMs milliseconds since 1970, of the date and not of the clock */
  constructor(dateMs: () => number) {
    this.#dateMs = dateMs;
  }

  /** @returns how many failures of this kind there now are in a row; 0 for anything but a failure */
  attemptEnded(outcome: Outcome, latencyMs: number | null, error: EndpointError | null): number {
    if (latencyMs !== null) this.#latency.record(latencyMs);
    if (error !== null) {
      this.#lastError = error;
      this.#lastErrorAtMs = this.#dateMs();
    }
    return this.#count(outcome);
  }

  /** The counts begin anew. */
  collect({ name, inFlight, backoff, connections }: EndpointNow, nowMs: number): EndpointReport {
    const report = {
      name,
      inFlight,
      counts: this.#counts,
      latency: this.#latency.toSparse(),
      backoff: {
        kind: backoff.kind,
        remainingMs: backoff.kind === 'ready' ? null : Math.max(0, backoff.untilMs - nowMs),
      },
      lastError:
        this.#lastError === null
          ? null
          : {
              code: this.#lastError.code,
              detail: this.#lastError.detail,
              at: new Date(this.#lastErrorAtMs).toISOString(),
            },
      connections,
    };
    this.#counts = noOutcomes();
    this.#latency.clear();
    return report;
  }

  #count(outcome: Outcome): number {
    const counts = this.#counts;
    switch (outcome) {
      case 'success':
        counts.success += 1;
        return this.#wasWell();
      case 'error-status':
        counts.errorStatus += 1;
        return this.#wasWell();
      case 'gateway-failure':
        counts.gatewayFailure += 1;
        return this.#gatewayFailed();
      case 'reset':
        counts.reset += 1;
        return this.#failedLocally();
      case 'connect-failure':
        counts.connectFailure += 1;
        return this.#failedLocally();
      case 'header-timeout':
        counts.headerTimeout += 1;
        return this.#failedLocally();
      default:
        return 0;
    }
  }

  #wasWell(): number {
    this.#counts.trailingGatewayFailures = 0;
    this.#counts.trailingLocalErrors = 0;
    this.#gatewayFailuresInARow = 0;
    this.#localErrorsInARow = 0;
    return 0;
  }

  #gatewayFailed(): number {
    this.#counts.trailingGatewayFailures += 1;
    this.#gatewayFailuresInARow += 1;
    return this.#gatewayFailuresInARow;
  }

  #failedLocally(): number {
    this.#counts.trailingLocalErrors += 1;
    this.#localErrorsInARow += 1;
    return this.#localErrorsInARow;
  }
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** All counts at nothing. */
export function noOutcomes(): Mutable<OutcomeCounts> {
  return {
    success: 0,
    errorStatus: 0,
    gatewayFailure: 0,
    reset: 0,
    connectFailure: 0,
    headerTimeout: 0,
    trailingGatewayFailures: 0,
    trailingLocalErrors: 0,
  };
}
