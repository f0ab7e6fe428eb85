import type { HealthCheckConfig, ServiceConfig } from '@hostler/config';
import type { Clock } from '../../clock.ts';
import { httpProbe } from './http-probe.ts';
import type { Probe } from './probe.ts';
import { tcpProbe } from './tcp-probe.ts';

/** The probe that a service's `healthCheck` asks for. */
export function createProbe(service: ServiceConfig, check: HealthCheckConfig, clock: Clock): Probe {
  return check.kind === 'http' ? httpProbe(service, check, clock) : tcpProbe(check, clock);
}
