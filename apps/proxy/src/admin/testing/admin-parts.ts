import { defineConfig } from '@hostler/config';
import { pino } from 'pino';
import { systemClock } from '../../clock.ts';
import { ConfigManager } from '../../control-plane/configuration/config-manager.ts';
import { ControlPlane } from '../../control-plane/control-plane.ts';
import { LocalLink } from '../../control-plane/local-link.ts';
import { DataPlane } from '../../data-plane/data-plane.ts';
import { explain } from '../../explain/explain.ts';
import { createMetrics } from '../../telemetry/metrics/metrics.ts';
import type { AdminParts } from '../admin-parts.ts';
import { thisReplica } from '../replica.ts';

/** The parts of an admin side whose proxy serves nobody. @param changed what is not as usual */
export function adminParts(changed: Partial<AdminParts> = {}): AdminParts {
  const config = defineConfig({
    proxy: { services: [{ name: 'shop', domain: 'shop.test', hosts: [{ address: '127.0.0.1', port: 1 }] }] },
  });
  const parts = { clock: systemClock, random: Math.random, logger: pino({ enabled: false }) };
  const plane = new DataPlane(config, { ...parts, accessLog: () => null });
  const link = new LocalLink(plane, systemClock);
  const control = new ControlPlane(config, { ...parts, link, discovery: () => null });
  const apply = control.apply.bind(control);
  const configuration = new ConfigManager(config, { ...parts, load: null, apply });
  const version = '0.0.0';
  return {
    access: { address: '127.0.0.1', token: null, hosts: [], api: true },
    replica: thisReplica(version),
    control,
    configuration,
    configFile: null,
    explain: (question) => explain(plane.snapshot, question),
    isServing: () => true,
    isDraining: () => plane.draining,
    metrics: createMetrics({ version, services: () => control.services(), configuration }),
    logger: parts.logger,
    ...changed,
  };
}
