import type { BlockSettings } from '../schema/proxy.ts';
import { builtInBlocks } from '../schema/service-blocks.ts';
import type { LimitsConfig } from '../service-config.ts';
import { merge } from './merge.ts';
import { resolveSwitch } from './switch.ts';

type Settings = BlockSettings['limits'];

/** `limits`, with the blocks inside it merged key by key too. */
export function resolveLimits(own: Settings, inherited: Settings): LimitsConfig {
  const merged = merge(builtInBlocks.limits, inherited, own);
  const { maxBodyBytes, maxInFlight, maxInFlightPerEndpoint, priority } = merged;
  const queue = resolveSwitch(builtInBlocks.queue, 'on', inherited?.queue, own?.queue);
  return {
    maxBodyBytes,
    maxInFlight,
    maxInFlightPerEndpoint,
    queue: queue === null ? null : { size: queue.size, deadlineMs: queue.deadline },
    adaptiveConcurrency: resolveSwitch(
      builtInBlocks.adaptiveConcurrency,
      'off',
      inherited?.adaptiveConcurrency,
      own?.adaptiveConcurrency,
    ),
    priority,
  };
}
