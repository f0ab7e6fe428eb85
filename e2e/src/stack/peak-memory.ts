import type { Proxy } from './proxy.ts';

/** The proxy's process, the first in its container. */
const STATUS = '/proc/1/status';

/**
 * How much the resident memory of the proxy's process rose above its level at the start while `work` ran. The kernel
 * keeps the peak, so no moment is missed.
 * @unit bytes
 */
export async function peakMemoryGrowth(proxy: Proxy, work: () => Promise<void>): Promise<number> {
  // 5 sets the kernel's high-water mark back to the present size (proc_pid_clear_refs(5)).
  await proxy.exec(['sh', '-c', 'echo 5 > /proc/1/clear_refs']);
  const before = await readKibibytes(proxy, 'VmRSS');
  await work();
  const peak = await readKibibytes(proxy, 'VmHWM');
  return (peak - before) * 1024;
}

async function readKibibytes(proxy: Proxy, field: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await proxy.exec(['cat', STATUS]);
  const value = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  if (value === undefined) throw new Error(`${STATUS} has no ${field}`);
  return Number(value);
}
