import type { OutcomeCounts } from '@hostler/balancer';
import { noOutcomes } from '../../data-plane/stats/endpoint-stats.ts';
import { LatencyHistogram } from '../../data-plane/stats/latency-histogram.ts';
import type { SparseHistogram } from '../../data-plane/stats/latency-histogram.ts';
import type { EndpointReport, PlaneReport, ServiceReport } from '../../data-plane/stats/service-report.ts';

/** These values, as a report carries them. */
export function histogram(...valuesMs: number[]): SparseHistogram {
  const latencies = new LatencyHistogram();
  for (const ms of valuesMs) latencies.record(ms);
  return latencies.toSparse();
}

/** Attempts that ended in this way. */
export function outcomes(counts: Partial<OutcomeCounts>): OutcomeCounts {
  return { ...noOutcomes(), ...counts };
}

/** As many gateway failures in a row. */
export function gatewayFailures(count: number): OutcomeCounts {
  return outcomes({ gatewayFailure: count, trailingGatewayFailures: count });
}

/** An endpoint of which there is nothing to say but this. */
export function endpointReport(name: string, said: Partial<EndpointReport> = {}): EndpointReport {
  return {
    name,
    inFlight: 0,
    counts: outcomes({}),
    latency: histogram(),
    backoff: { kind: 'ready', remainingMs: null },
    lastError: null,
    connections: { idle: 0, active: 0, connecting: 0 },
    ...said,
  };
}

/** A service of which there is nothing to say but this. */
export function serviceReport(name: string, said: Partial<ServiceReport> = {}): ServiceReport {
  return {
    name,
    requests: 0,
    responses: [0, 0, 0, 0, 0],
    errors: {},
    failed: 0,
    aborted: 0,
    retries: 0,
    hedges: 0,
    refusedRetries: {},
    latency: histogram(),
    inFlight: 0,
    queued: 0,
    breaker: null,
    budgetLeft: 0,
    endpoints: [],
    ...said,
  };
}

/** What a data plane says of one service. */
export function planeReport(name: string, said: Partial<ServiceReport> = {}): PlaneReport {
  return { services: [serviceReport(name, said)] };
}
