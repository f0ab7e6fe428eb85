import type { HealthCheckConfig, ServiceConfig } from '@hostler/config';
import type { Clock } from '../../clock.ts';
import { httpProbe } from './http-probe.ts';
import type { Probe } from './probe.ts';
import { tcpProbe } from './tcp-probe.ts';

/** The probe that a service's `healthCheck` asks for. */
export function createProbe(service: ServiceConfig, check: HealthCheckConfig, clock: Clock): Probe {
  switch (check.kind) {
    case 'http':
      return httpProbe(service, check, clock);
    case 'tcp':
      return tcpProbe(check, clock);
  }
}
