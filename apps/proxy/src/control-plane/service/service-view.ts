import { availabilityOf } from '@hostler/balancer';
import type { ServiceConfig } from '@hostler/config';
import type { ServiceChecks } from '../health-checks/service-checks.ts';
import type { EndpointView, ServiceView } from '../views.ts';
import type { Ejections } from './ejections.ts';
import type { EndpointLookup, KnownEndpoint } from './endpoint-lookup.ts';
import type { EndpointTotals } from './endpoint-totals.ts';
import type { Overrides } from './overrides.ts';
import { nothingReported } from './service-totals.ts';
import type { ServiceTotals } from './service-totals.ts';

/** All that is known of a service. */
export interface ServiceKnowledge {
  readonly config: ServiceConfig;
  readonly lookup: EndpointLookup;
  readonly checks: ServiceChecks | null;
  readonly ejections: Ejections | null;
  readonly overrides: Overrides;
  readonly totals: ServiceTotals | null;
  readonly nowMs: number;
}

/** What operators see of it at this moment. */
export function viewOf(known: ServiceKnowledge): ServiceView {
  const { config, lookup, totals } = known;
  const current = lookup.endpoints.map((endpoint) => endpointView(known, endpoint));
  return {
    name: config.name,
    policy: config.loadBalancing.policy,
    ...(totals?.view() ?? nothingReported),
    discovery: lookup.status,
    endpoints: totals === null ? current : [...current, ...drainingViews(known, totals)],
  };
}

function endpointView(known: ServiceKnowledge, endpoint: KnownEndpoint): EndpointView {
  const { name, weight, backup } = endpoint;
  const totals = known.totals?.endpoints.get(name) ?? null;
  const overrides = known.overrides.of(name);
  const drained = overrides.drained === true;
  const health = known.checks?.health(name) ?? 'unknown';
  const last = known.checks?.last(name) ?? null;
  const ejection = known.ejections?.of(name) ?? null;
  const reported = reportedOf(totals, known.nowMs);
  const full = reported.inFlight >= (known.config.limits.maxInFlightPerEndpoint ?? Infinity);
  return {
    address: name,
    weight: overrides.weight ?? weight,
    configuredWeight: weight,
    backup,
    health,
    healthCheck: last === null ? null : { lastAt: last.at.toISOString(), lastError: last.error },
    ejected:
      ejection === null
        ? null
        : {
            reason: ejection.reason,
            remainingMs: Math.max(0, ejection.untilMs - known.nowMs),
            times: ejection.times,
          },
    drained,
    overrides,
    ...reported,
    availability: availabilityOf({
      drained,
      ejected: ejection !== null,
      health,
      backoff: reported.backoff.kind,
      full,
    }),
    draining: false,
  };
}

/** Endpoints that have left the service and finish what they have begun. */
function drainingViews(known: ServiceKnowledge, totals: ServiceTotals): EndpointView[] {
  const current = new Set(known.lookup.endpoints.map(({ name }) => name));
  const views: EndpointView[] = [];
  for (const [name, endpoint] of totals.endpoints) {
    if (current.has(name)) continue;
    views.push({
      address: name,
      weight: 0,
      configuredWeight: 0,
      backup: false,
      health: 'unknown',
      healthCheck: null,
      ejected: null,
      drained: false,
      overrides: {},
      ...reportedOf(endpoint, known.nowMs),
      availability: 'drained',
      draining: true,
    });
  }
  return views;
}

function reportedOf(
  totals: EndpointTotals | null,
  nowMs: number,
): Pick<EndpointView, 'backoff' | 'inFlight' | 'latencyMs' | 'lastError' | 'requests'> {
  if (totals === null) {
    return {
      backoff: { kind: 'ready', remainingMs: null },
      inFlight: 0,
      latencyMs: null,
      lastError: null,
      requests: 0,
    };
  }
  const { inFlight, lastError, requests } = totals;
  return {
    backoff: totals.backoff(nowMs),
    inFlight,
    latencyMs: totals.latencyMs(nowMs),
    lastError,
    requests,
  };
}
