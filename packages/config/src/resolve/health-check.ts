import type { BlockSettings } from '../schema/proxy.ts';
import { builtInBlocks } from '../schema/service-blocks.ts';
import type { HealthCheckConfig } from '../service-config.ts';
import { resolveSwitch } from './switch.ts';

type Settings = BlockSettings['healthCheck'];

/** `healthCheck`, or null where there is none. */
export function resolveHealthCheck(own: Settings, inherited: Settings): HealthCheckConfig | null {
  const settings = resolveSwitch(builtInBlocks.healthCheck, 'off', inherited, own);
  if (settings === null) return null;
  const rhythm = {
    intervalMs: settings.interval,
    changingIntervalMs: settings.changingInterval,
    timeoutMs: settings.timeout,
    rise: settings.rise,
    fall: settings.fall,
    jitterPercent: settings.jitter,
  };
  const { path, method, host = null, expect, expectBody = null } = settings;
  // A service that writes a path means it, whatever type the defaults have.
  const type = (own === false ? undefined : (own?.type ?? (own?.path && 'http'))) ?? settings.type;
  if (path === undefined || type === 'tcp') return { kind: 'tcp', ...rhythm };
  return { kind: 'http', ...rhythm, path, method, host, expect, expectBody };
}
