import { availableParallelism } from 'node:os';
import { cpuLimit } from './cpu-limit.ts';

/** What this process may use of the machine. */
export interface Cores {
  /** Those that it may run on. */
  readonly available: number;
  /** How many of them its container's limit comes to; `null` without one. */
  readonly limit: number | null;
}

/**
 * How many processes carry traffic.
 * @param workers `proxy.workers`; `auto` is one for each whole core that this process may use  @minimum 1
 */
export function workerCount(workers: number | 'auto', cores: Cores = thisMachine()): number {
  if (workers !== 'auto') return workers;
  return Math.max(1, Math.min(cores.available, Math.floor(cores.limit ?? Infinity)));
}

function thisMachine(): Cores {
  return { available: availableParallelism(), limit: cpuLimit() };
}
