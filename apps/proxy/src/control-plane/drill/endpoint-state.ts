import type { EndpointView, ServiceView } from '../views.ts';
import type { EndpointState } from './drill-state.ts';

/** How an endpoint of a service is, as far as a drill looks at it. */
export function endpointState(service: ServiceView | null, address: string): EndpointState {
  const endpoint = service?.endpoints.find((view) => view.address === address && !view.draining);
  return endpoint === undefined ? { kind: 'gone' } : stateOf(endpoint);
}

function stateOf({ availability, ejected, backoff }: EndpointView): EndpointState {
  switch (availability) {
    case 'available':
    case 'full':
      return { kind: 'usable' };
    case 'backoff':
      return { kind: 'out', by: 'backoff', remainingMs: backoff.remainingMs ?? 0 };
    case 'ejected':
      return { kind: 'out', by: 'ejection', remainingMs: ejected?.remainingMs ?? 0 };
    case 'unhealthy':
      return { kind: 'out', by: 'health-check', remainingMs: 0 };
    default:
      return { kind: 'drained' };
  }
}

/** Endpoints that requests go to as it is. */
export function availableEndpoints({ endpoints }: ServiceView): readonly EndpointView[] {
  return endpoints.filter((view) => !view.draining && isAvailable(view));
}

export function isAvailable({ availability }: EndpointView): boolean {
  return availability === 'available' || availability === 'full';
}
