import type { Registry } from 'prom-client';
import type { ServiceView } from '../../control-plane/views.ts';
import type { RetryRefusal } from '../../data-plane/forwarding/retry/retry-rule.ts';
import { totals, values } from './family.ts';
import type { Sample } from './family.ts';

type Numbers = Readonly<
  Record<string, { readonly help: string; readonly of: (service: ServiceView) => number }>
>;

const counted: Numbers = {
  requests: { help: 'Requests that ended.', of: ({ requests }) => requests },
  failed_requests: {
    help: "Requests that a client would call failed: an error that is not the client's, a cut response, or a 5xx.",
    of: ({ failed }) => failed,
  },
  retries: { help: 'Attempts after the first one of their request.', of: ({ retries }) => retries },
  hedges: { help: 'Attempts that were begun beside a slow one.', of: ({ hedges }) => hedges },
};

const current: Numbers = {
  requests_in_flight: {
    help: 'Requests under way, those that wait and WebSockets included.',
    of: ({ inFlight }) => inFlight,
  },
  requests_queued: { help: 'Requests that wait for an endpoint to have room.', of: ({ queued }) => queued },
};

/** Every reason is there from a service's first request on, or the first refusal would not be seen as a rise. */
const refusals: Readonly<Record<Exclude<RetryRefusal, 'not-retriable'>, 0>> = {
  committed: 0,
  'not-idempotent': 0,
  'body-too-large': 0,
  attempts: 0,
  'no-endpoint-left': 0,
  budget: 0,
};

const breakerStates = { closed: 0, 'half-open': 1, open: 2 } as const;

/** What services do, over all workers. */
export function serviceMetrics(registers: Registry[], services: () => readonly ServiceView[]): void {
  for (const [name, { help, of }] of Object.entries(counted)) {
    totals(registers, {
      name: `hostler_service_${name}_total`,
      help,
      labelNames: ['service'],
      samples: () => services().map((view) => sample(view, of(view))),
    });
  }
  for (const [name, { help, of }] of Object.entries(current)) {
    values(registers, {
      name: `hostler_service_${name}`,
      help,
      labelNames: ['service'],
      samples: () => services().map((view) => sample(view, of(view))),
    });
  }
  totals(registers, {
    name: 'hostler_service_refused_retries_total',
    help: 'Retries that the configuration asks for and that were not made, by reason.',
    labelNames: ['service', 'reason'],
    samples: () => services().flatMap((view) => (view.requests === 0 ? [] : refusedRetries(view))),
  });
  values(registers, {
    name: 'hostler_service_circuit_breaker_state',
    help: '0 closed, 1 half-open, 2 open; no series without a circuit breaker.',
    labelNames: ['service'],
    samples: () =>
      services().flatMap((view) =>
        view.breaker === null ? [] : [sample(view, breakerStates[view.breaker])],
      ),
  });
}

function sample({ name }: ServiceView, value: number): Sample<'service'> {
  return [{ service: name }, value];
}

function refusedRetries({ name, refusedRetries: counts }: ServiceView): Sample<'service' | 'reason'>[] {
  return Object.entries({ ...refusals, ...counts }).map(([reason, count]) => [
    { service: name, reason },
    count,
  ]);
}
