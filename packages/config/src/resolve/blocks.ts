import type { ServiceConfig } from '../config.ts';
import type { BlockSettings } from '../schema/proxy.ts';
import { builtInBlocks } from '../schema/service-blocks.ts';
import type { CircuitBreakerConfig, OutlierDetectionConfig, TimeoutsConfig } from '../service-config.ts';
import { resolveHealthCheck } from './health-check.ts';
import { resolveLimits } from './limits.ts';
import { resolveLoadBalancing } from './load-balancing.ts';
import { merge } from './merge.ts';
import { resolveRetry } from './retry.ts';
import { resolveSwitch } from './switch.ts';

/** What `proxy.defaults` and the schema fill in. */
export type Blocks = Omit<ServiceConfig, 'name' | 'default' | 'routes' | 'hosts' | 'discovery'>;

/** The blocks of one service: its own words over `proxy.defaults` over the schema's defaults. */
export function resolveBlocks(name: string, service: BlockSettings, defaults: BlockSettings): Blocks {
  return {
    loadBalancing: resolveLoadBalancing(name, service.loadBalancing, defaults.loadBalancing),
    healthCheck: resolveHealthCheck(service.healthCheck, defaults.healthCheck),
    outlierDetection: resolveOutlierDetection(service, defaults),
    circuitBreaker: resolveCircuitBreaker(service, defaults),
    timeouts: inMilliseconds(merge(builtInBlocks.timeouts, defaults.timeouts, service.timeouts)),
    retry: resolveRetry(service.retry, defaults.retry),
    limits: resolveLimits(service.limits, defaults.limits),
    hostHeader: service.hostHeader ?? defaults.hostHeader ?? builtInBlocks.hostHeader,
  };
}

function resolveOutlierDetection(
  own: BlockSettings,
  inherited: BlockSettings,
): OutlierDetectionConfig | null {
  const { outlierDetection } = builtInBlocks;
  const settings = resolveSwitch(outlierDetection, 'on', inherited.outlierDetection, own.outlierDetection);
  if (settings === null) return null;
  return {
    consecutiveFailures: settings.consecutiveFailures,
    failureRatePercent: settings.failureRate,
    minRequests: settings.minRequests,
    windowMs: settings.window,
    baseEjectionMs: settings.baseEjection,
    maxEjectionMs: settings.maxEjection,
    maxEjectedPercent: settings.maxEjected,
  };
}

function resolveCircuitBreaker(own: BlockSettings, inherited: BlockSettings): CircuitBreakerConfig | null {
  const { circuitBreaker } = builtInBlocks;
  const settings = resolveSwitch(circuitBreaker, 'off', inherited.circuitBreaker, own.circuitBreaker);
  if (settings === null) return null;
  return {
    failureRatePercent: settings.failureRate,
    minRequests: settings.minRequests,
    windowMs: settings.window,
    openMs: settings.openFor,
    trials: settings.trials,
  };
}

function inMilliseconds(timeouts: typeof builtInBlocks.timeouts): TimeoutsConfig {
  return {
    connectMs: timeouts.connect,
    acquireMs: timeouts.acquire,
    responseHeaderMs: timeouts.responseHeader,
    idleMs: timeouts.idle,
    tunnelMs: timeouts.tunnel,
    requestMs: timeouts.request,
  };
}
