import type { Registry } from 'prom-client';
import type { EndpointView, ServiceView } from '../../control-plane/views.ts';
import { values } from './family.ts';
import type { Sample } from './family.ts';

/** Each is one number of an endpoint, which a sum or an average over a service makes sense of. */
const families: Readonly<
  Record<string, { readonly help: string; readonly of: (endpoint: EndpointView) => number }>
> = {
  healthy: {
    help: 'What active checks say: 1, or 0 when unhealthy. 1 without checks, and before the first one.',
    of: ({ health }) => (health === 'unhealthy' ? 0 : 1),
  },
  ejected: {
    help: 'Whether outlier detection has taken it out: 1 or 0.',
    of: ({ ejected }) => (ejected === null ? 0 : 1),
  },
  requests_in_flight: { help: 'Requests under way to it.', of: ({ inFlight }) => inFlight },
};

/** How endpoints are, over all workers; those that have left and only finish what they have begun included. */
export function endpointMetrics(registers: Registry[], services: () => readonly ServiceView[]): void {
  for (const [name, { help, of }] of Object.entries(families)) {
    values(registers, {
      name: `hostler_endpoint_${name}`,
      help,
      labelNames: ['service', 'endpoint'],
      samples: () => services().flatMap((service) => samplesOf(service, of)),
    });
  }
}

function samplesOf(
  { name: service, endpoints }: ServiceView,
  of: (endpoint: EndpointView) => number,
): Sample<'service' | 'endpoint'>[] {
  return endpoints.map((endpoint) => [{ service, endpoint: endpoint.address }, of(endpoint)]);
}
