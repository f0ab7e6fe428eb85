import { truncateSync } from 'node:fs';
import type { BenchCase } from './cases.ts';
import type { RunningContender } from './contender.ts';
import type { Load, LoadResult } from './load/load.ts';
import { cpuTimeBetween, readCpuTime, readPeakRss, resetPeakRss } from './os/proc.ts';

/** One contender, one case, one round. */
export interface Sample extends LoadResult {
  readonly contender: string;
  readonly case: string;
  /** Counted from 1. */
  readonly round: number;
  /** CPU time of all the contender's processes, user and system, divided by the requests. @unit us */
  readonly cpuUsPerRequest: number;
  /** Of the time that the contender's threads wanted to run, the part for which their core was taken. @unit 0-1 */
  readonly waitedShare: number;
  /** Summed over its processes, warm-up included. @unit KiB */
  readonly peakRssKib: number;
}

/** How long a contender is loaded. */
export interface MeasureOptions {
  /** @unit s */
  readonly warmUpSeconds: number;
  /** @unit s */
  readonly seconds: number;
}

/** Warms the contender up with the case, then measures it. */
export async function measure(
  running: RunningContender,
  benchCase: BenchCase,
  load: Load,
  { warmUpSeconds, seconds }: MeasureOptions,
): Promise<Omit<Sample, 'contender' | 'case' | 'round'>> {
  const pids = running.pids();
  resetPeakRss(pids);
  await load(running.port, benchCase, warmUpSeconds);
  // An access log of a long run fills a disk, and writing it back would disturb whoever comes next.
  if (running.accessLog !== null) truncateSync(running.accessLog);
  const before = readCpuTime(pids);
  const result = await load(running.port, benchCase, seconds);
  const after = readCpuTime(pids);
  const cpuUs = cpuTimeBetween(before, after);
  const waitedUs = after.waitedUs - before.waitedUs;
  return {
    ...result,
    cpuUsPerRequest: cpuUs / result.requests,
    waitedShare: waitedUs / (cpuUs + waitedUs),
    peakRssKib: readPeakRss(pids),
  };
}
