import type { HealthCheckConfig, ServiceConfig } from '@hostler/config';
import packageJson from '../../../package.json' with { type: 'json' };
import type { UpstreamRequest } from '../../data-plane/forwarding/upstream-client/index.ts';
import type { ProbeTarget } from './probe.ts';

const userAgent = `hostler-health/${packageJson.version}`;

/** The request of an HTTP check: what one of the service's clients would ask, with our name on it. */
export function probeRequest(
  service: Pick<ServiceConfig, 'routes'>,
  check: Pick<HealthCheckConfig & { kind: 'http' }, 'method' | 'path' | 'host'>,
  target: ProbeTarget,
): UpstreamRequest {
  const host = check.host ?? domainOf(service) ?? target.authority;
  return {
    method: check.method,
    target: check.path,
    headers: ['Host', host, 'User-Agent', userAgent, 'Accept', '*/*', 'Connection', 'close'],
    // RFC 9110 8.6: a POST says that it has no content.
    body: check.method === 'POST' ? { kind: 'length', length: 0 } : { kind: 'none' },
  };
}

/** The first one that is no wildcard, if there is one. @returns `null` for a default service without domains */
function domainOf({ routes }: Pick<ServiceConfig, 'routes'>): string | null {
  const domains = routes.map(({ domain }) => domain);
  const domain = domains.find((one) => !one.startsWith('*.')) ?? domains[0];
  if (domain === undefined) return null;
  // Any label would do; the bare name is the one that an instance knows best.
  return domain.startsWith('*.') ? domain.slice(2) : domain;
}
