import type { BlockSettings } from '../schema/proxy.ts';
import { builtInBlocks } from '../schema/service-blocks.ts';
import type { RetryConfig } from '../service-config.ts';
import { merge } from './merge.ts';
import { resolveSwitch } from './switch.ts';

type Settings = BlockSettings['retry'];

/** `retry`; false is one attempt, with everything else as it was. */
export function resolveRetry(own: Settings, inherited: Settings): RetryConfig {
  // A service that writes a block turns on again what the defaults turned off.
  const below = offIsOneAttempt(inherited === false && own !== undefined ? undefined : inherited);
  const above = offIsOneAttempt(own);
  const { attempts, retryOn, budget, idempotencyKey } = merge(builtInBlocks.retry, below, above);
  const hedge = resolveSwitch(builtInBlocks.hedge, 'off', below?.hedge, above?.hedge);
  return {
    attempts,
    retryOn,
    budgetPercent: budget,
    idempotencyKey,
    hedge: hedge === null ? null : { afterMs: hedge.after },
  };
}

function offIsOneAttempt(retry: Settings): Exclude<Settings, false> {
  return retry === false ? { attempts: 1, hedge: false } : retry;
}
