import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import {
  descendants,
  parseCoreBusy,
  parsePeakRss,
  parseProcStat,
  parseRss,
  parseSchedstat,
} from './proc-stat.ts';

/** CPU time of a set of processes since they started, in both of the kernel's accounts. */
export interface CpuTime {
  /** Sum over the living threads: exact, but a thread takes its share along when it ends. @unit us */
  readonly threadsUs: number;
  /** Sum over the processes, ended threads included; in steps of a tick. @unit us */
  readonly processesUs: number;
}

/** USER_HZ: the kernel's ABI on every platform that Node runs on. */
const TICKS_PER_SECOND = 100;
const US_PER_TICK = 1e6 / TICKS_PER_SECOND;

/** More than rounding can explain, so threads must have ended in between. */
const TOLERANCE_US = 3 * US_PER_TICK;

/** A process and all its descendants. */
export function processTree(root: number): number[] {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const text = readIfThere(`/proc/${name}/stat`);
      return text === null ? [] : [parseProcStat(text)];
    });
  return descendants([root], processes);
}

/** Reads both accounts for `pids`; one that is gone counts nothing. */
export function readCpuTime(pids: readonly number[]): CpuTime {
  let threadsUs = 0;
  let processesUs = 0;
  for (const pid of pids) {
    const stat = readIfThere(`/proc/${pid}/stat`);
    if (stat === null) continue;
    processesUs += parseProcStat(stat).cpuTicks * US_PER_TICK;
    for (const tid of readdirSync(`/proc/${pid}/task`)) {
      const text = readIfThere(`/proc/${pid}/task/${tid}/schedstat`);
      if (text !== null) threadsUs += parseSchedstat(text) / 1_000;
    }
  }
  return { threadsUs, processesUs };
}

/** CPU time between two readings: the exact account, unless threads (or the kernel's option for it) are missing. @unit us */
export function cpuTimeBetween(before: CpuTime, after: CpuTime): number {
  const threadsUs = after.threadsUs - before.threadsUs;
  const processesUs = after.processesUs - before.processesUs;
  return processesUs - threadsUs > TOLERANCE_US ? processesUs : threadsUs;
}

/** Time that a core has worked since the machine started, for whomever. @unit us */
export function readCoreBusy(core: number): number {
  return parseCoreBusy(readFileSync('/proc/stat', 'utf8'), core) * US_PER_TICK;
}

/** Peak resident memory, summed over `pids`. Pages that they share count once for each. @unit KiB */
export function readPeakRss(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + parsePeakRss(readIfThere(`/proc/${pid}/status`) ?? ''), 0);
}

/** Resident memory of one process now; 0 when it is gone. @unit KiB */
export function readRss(pid: number): number {
  return parseRss(readIfThere(`/proc/${pid}/status`) ?? '');
}

/** Sockets that a process has open, listening ones included; 0 when it is gone. */
export function countSockets(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  const descriptors = listIfThere(folder).map((name) => linkIfThere(`${folder}/${name}`));
  return descriptors.filter((target) => target?.startsWith('socket:') === true).length;
}

/** Starts the peak anew from the present size, so that each case has a peak of its own. */
export function resetPeakRss(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      writeFileSync(`/proc/${pid}/clear_refs`, '5');
    } catch {
      // Without the right (or the kernel option) the peak is that of the whole life of the process: never too low.
    }
  }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function listIfThere(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** Where a link leads; null for a descriptor that was closed while we looked. */
function linkIfThere(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
