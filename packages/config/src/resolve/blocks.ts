import type { ServiceConfig, TimeoutsConfig } from '../config.ts';
import type { ProxySettings, ServiceSettings } from '../schema/proxy.ts';
import { builtInBlocks } from '../schema/service-blocks.ts';
import { merge } from './merge.ts';

type Defaults = ProxySettings['defaults'];
type Blocks = Pick<ServiceConfig, 'loadBalancing' | 'timeouts' | 'retry' | 'limits' | 'hostHeader'>;

/** The blocks of one service: its own words over `proxy.defaults` over the schema's defaults. */
export function resolveBlocks(service: ServiceSettings | Defaults, defaults: Defaults): Blocks {
  return {
    loadBalancing: merge(builtInBlocks.loadBalancing, defaults.loadBalancing, service.loadBalancing),
    timeouts: inMilliseconds(merge(builtInBlocks.timeouts, defaults.timeouts, service.timeouts)),
    retry: resolveRetry(service.retry, defaults.retry),
    limits: merge(builtInBlocks.limits, defaults.limits, service.limits),
    hostHeader: service.hostHeader ?? defaults.hostHeader ?? builtInBlocks.hostHeader,
  };
}

/** Whether a service says nothing of its own, so that it can share what the others have. */
export function inheritsAll(service: ServiceSettings): boolean {
  const { loadBalancing, timeouts, retry, limits, hostHeader } = service;
  return (loadBalancing ?? timeouts ?? retry ?? limits ?? hostHeader) === undefined;
}

function resolveRetry(own: Defaults['retry'], inherited: Defaults['retry']): ServiceConfig['retry'] {
  // A service that writes a block turns on again what the defaults turned off.
  const below = inherited === false && own !== undefined ? undefined : inherited;
  const { budget, ...rest } = merge(builtInBlocks.retry, offIsOneAttempt(below), offIsOneAttempt(own));
  return { ...rest, budgetPercent: budget };
}

function offIsOneAttempt(retry: Defaults['retry']): Exclude<Defaults['retry'], false> {
  return retry === false ? { attempts: 1 } : retry;
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
