import { truncateSync } from 'node:fs';
import type { BenchCase } from './cases.ts';
import type { RunningContender } from './contender.ts';
import type { Load, LoadResult } from './load/load.ts';
import type { Pinning } from './os/affinity.ts';
import { cpuTimeBetween, readCoreBusy, readCpuTime, readPeakRss, resetPeakRss } from './os/proc.ts';

/** One contender, one case, one round. */
export interface Sample extends LoadResult {
  readonly contender: string;
  readonly case: string;
  /** Counted from 1. */
  readonly round: number;
  /** CPU time of all the contender's processes, user and system, divided by the requests. @unit us */
  readonly cpuUsPerRequest: number;
  /** Part of the run in which the contender's core worked for others, the hypervisor too; null if unpinned. @unit 0-1 */
  readonly foreignShare: number | null;
  /** Summed over its processes, warm-up included. @unit KiB */
  readonly peakRssKib: number;
}

/** What is measured, without what it belongs to. */
export type Measurement = Omit<Sample, 'contender' | 'case' | 'round'>;

/** How long and how a contender is loaded. */
export interface MeasureOptions {
  /** @unit s */
  readonly warmUpSeconds: number;
  /** @unit s */
  readonly seconds: number;
  /** Runs at most, while others disturb each of them. @minimum 1 */
  readonly attempts: number;
  readonly load: Load;
  readonly pinning: Pinning;
}

/** Above this a run is repeated. What the kernel does in the contender's name but books elsewhere stays below it. */
const MAX_FOREIGN_SHARE = 0.1;

/** Warm-up runs at most, for a contender that is too slow to be warm by count. */
const MAX_WARM_UPS = 5;

/**
 * Warms the contender up with the case, then measures it. A run during which others used its core is repeated, and the least
 * disturbed one counts: chosen by what the others did, never by how the contender did.
 */
export async function measure(
  running: RunningContender,
  benchCase: BenchCase,
  options: MeasureOptions,
): Promise<Measurement> {
  resetPeakRss(running.pids());
  await warmUp(running, benchCase, options);
  let best = await measureOnce(running, benchCase, options);
  for (let attempt = 2; attempt <= options.attempts && isDisturbed(best); attempt += 1) {
    const next = await measureOnce(running, benchCase, options);
    if ((next.foreignShare ?? 0) < (best.foreignShare ?? 0)) best = next;
  }
  return best;
}

/** True if others used more of the contender's core than a fair comparison bears. */
export function isDisturbed({ foreignShare }: Pick<Measurement, 'foreignShare'>): boolean {
  return foreignShare !== null && foreignShare > MAX_FOREIGN_SHARE;
}

async function warmUp(
  { port }: RunningContender,
  benchCase: BenchCase,
  { load, warmUpSeconds }: MeasureOptions,
): Promise<void> {
  let requests = 0;
  for (let count = 0; count < MAX_WARM_UPS && requests < benchCase.warmUpRequests; count += 1) {
    const result = await load(port, benchCase, warmUpSeconds);
    requests += result.requests;
  }
}

async function measureOnce(
  running: RunningContender,
  benchCase: BenchCase,
  { load, seconds, pinning }: MeasureOptions,
): Promise<Measurement> {
  const { port, accessLog } = running;
  const pids = running.pids();
  // An access log of a long run fills a disk, and writing it back would disturb whoever comes next.
  if (accessLog !== null) truncateSync(accessLog);
  const busyUs = (): number => (pinning.proxy === null ? Number.NaN : readCoreBusy(pinning.proxy));
  const [startedAt, busyBefore, before] = [performance.now(), busyUs(), readCpuTime(pids)];
  const result = await load(port, benchCase, seconds);
  const [after, busyAfter, endedAt] = [readCpuTime(pids), busyUs(), performance.now()];
  const cpuUs = cpuTimeBetween(before, after);
  const foreignUs = busyAfter - busyBefore - cpuUs;
  return {
    ...result,
    cpuUsPerRequest: cpuUs / result.requests,
    foreignShare: pinning.proxy === null ? null : Math.max(0, foreignUs / ((endedAt - startedAt) * 1_000)),
    peakRssKib: readPeakRss(pids),
  };
}
