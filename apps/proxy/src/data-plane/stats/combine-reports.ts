import type { OutcomeCounts } from '@hostler/balancer';
import { LatencyHistogram } from './latency-histogram.ts';
import type { SparseHistogram } from './latency-histogram.ts';
import type { EndpointReport, ServiceReport } from './service-report.ts';

/**
 * One report on a service that is there twice: as a configuration has built it anew, and as it was before, for requests
 * that began with that. Counters and what is in flight add up; what is known of endpoints is the later one's.
 */
export function combineReports(before: ServiceReport, after: ServiceReport): ServiceReport {
  return {
    ...after,
    requests: before.requests + after.requests,
    responses: after.responses.map((count, index) => count + (before.responses[index] ?? 0)),
    errors: sums(before.errors, after.errors),
    failed: before.failed + after.failed,
    aborted: before.aborted + after.aborted,
    retries: before.retries + after.retries,
    hedges: before.hedges + after.hedges,
    refusedRetries: sums(before.refusedRetries, after.refusedRetries),
    latency: merged(before.latency, after.latency),
    inFlight: before.inFlight + after.inFlight,
    queued: before.queued + after.queued,
    endpoints: combineEndpoints(before.endpoints, after.endpoints),
  };
}

function combineEndpoints(
  before: readonly EndpointReport[],
  after: readonly EndpointReport[],
): EndpointReport[] {
  const endpoints = new Map(before.map((report) => [report.name, report]));
  for (const report of after) {
    const earlier = endpoints.get(report.name);
    endpoints.set(report.name, earlier === undefined ? report : combineEndpoint(earlier, report));
  }
  return [...endpoints.values()];
}

function combineEndpoint(before: EndpointReport, after: EndpointReport): EndpointReport {
  return {
    ...after,
    inFlight: before.inFlight + after.inFlight,
    counts: addOutcomes(before.counts, after.counts),
    latency: merged(before.latency, after.latency),
    lastError: after.lastError ?? before.lastError,
    connections: {
      idle: before.connections.idle + after.connections.idle,
      active: before.connections.active + after.connections.active,
      connecting: before.connections.connecting + after.connections.connecting,
    },
  };
}

/** What failed in a row goes on unless something went well since. */
function addOutcomes(before: OutcomeCounts, after: OutcomeCounts): OutcomeCounts {
  const wentWell = after.success + after.errorStatus > 0;
  const row = wentWell ? { trailingGatewayFailures: 0, trailingLocalErrors: 0 } : before;
  return {
    success: before.success + after.success,
    errorStatus: before.errorStatus + after.errorStatus,
    gatewayFailure: before.gatewayFailure + after.gatewayFailure,
    reset: before.reset + after.reset,
    connectFailure: before.connectFailure + after.connectFailure,
    headerTimeout: before.headerTimeout + after.headerTimeout,
    trailingGatewayFailures: row.trailingGatewayFailures + after.trailingGatewayFailures,
    trailingLocalErrors: row.trailingLocalErrors + after.trailingLocalErrors,
  };
}

type Counts = Readonly<Record<string, number>>;

function sums(before: Counts, after: Counts): Counts {
  const all: Record<string, number> = { ...before };
  for (const [name, count] of Object.entries(after)) all[name] = (all[name] ?? 0) + count;
  return all;
}

function merged(before: SparseHistogram, after: SparseHistogram): SparseHistogram {
  if (before.buckets.length === 0) return after;
  const histogram = new LatencyHistogram();
  histogram.merge(before);
  histogram.merge(after);
  return histogram.toSparse();
}
