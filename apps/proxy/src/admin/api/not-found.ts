import type { AdminParts } from '../admin-parts.ts';
import { Problem } from '../problem.ts';

/** Nobody reads more. */
const mostNames = 50;

export function serviceNotFound(name: string, control: AdminParts['control']): Problem {
  return new Problem('service_not_found', {
    message: `No service is called "${name}".`,
    fix: 'Use one of the names in the details, or in GET /api/v1/services.',
    details: control
      .services()
      .slice(0, mostNames)
      .map((service) => service.name),
  });
}

export function endpointNotFound(service: string, address: string, control: AdminParts['control']): Problem {
  const endpoints = control.service(service)?.endpoints ?? [];
  return new Problem('endpoint_not_found', {
    message: `The service "${service}" has no endpoint "${address}".`,
    fix: 'Write address:port as in the details, IPv6 in brackets.',
    details: endpoints
      .filter(({ draining }) => !draining)
      .slice(0, mostNames)
      .map((endpoint) => endpoint.address),
  });
}
