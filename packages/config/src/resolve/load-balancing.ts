import type { BlockSettings } from '../schema/proxy.ts';
import { builtInBlocks } from '../schema/service-blocks.ts';
import type { LoadBalancingConfig, StickyConfig } from '../service-config.ts';
import { merge } from './merge.ts';
import { resolveSwitch } from './switch.ts';

type Settings = BlockSettings['loadBalancing'];

/** `loadBalancing` of the service called `name`. */
export function resolveLoadBalancing(name: string, own: Settings, inherited: Settings): LoadBalancingConfig {
  const merged = merge(builtInBlocks.loadBalancing, inherited, own);
  const { policy, hashOn = { kind: 'client' }, slowStart, panicThreshold } = merged;
  return {
    policy,
    hashOn: policy === 'consistent-hash' ? hashOn : null,
    sticky: resolveSticky(name, own, inherited),
    slowStartMs: slowStart,
    panicThresholdPercent: panicThreshold,
  };
}

function resolveSticky(name: string, own: Settings, inherited: Settings): StickyConfig | null {
  const sticky = resolveSwitch(builtInBlocks.sticky, 'off', inherited?.sticky, own?.sticky);
  if (sticky === null) return null;
  const { cookie = `hostler_${name}`, maxAge } = sticky;
  return { cookie, maxAgeMs: maxAge === 'session' ? null : maxAge };
}
