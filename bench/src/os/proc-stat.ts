/** The fields of `/proc/PID/stat` that the bench uses. @see proc_pid_stat(5) */
export interface ProcStat {
  readonly pid: number;
  /** Parent, field 4. */
  readonly ppid: number;
  /** utime + stime of all threads, ended ones included, fields 14 and 15. @unit clock ticks */
  readonly cpuTicks: number;
}

/** @throws when the text is not of that format */
export function parseProcStat(text: string): ProcStat {
  // Field 2 is the command in parentheses and may hold spaces and parentheses itself: count from the last one.
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  const rest = text.slice(close + 2).split(' ');
  const pid = Number(text.slice(0, open));
  const [ppid, utime, stime] = [Number(rest[1]), Number(rest[11]), Number(rest[12])];
  if (open < 0 || close < 0 || [pid, ppid, utime, stime].some((value) => !Number.isInteger(value))) {
    throw new Error(`not a /proc/PID/stat line: ${text.slice(0, 80)}`);
  }
  return { pid, ppid, cpuTicks: utime + stime };
}

/** What a `schedstat` file says of one thread. @see kernel documentation, scheduler/sched-stats */
export interface Schedstat {
  /** Time on a CPU. @unit ns */
  readonly runNs: number;
  /** Time in which it could have run while its core did something else. @unit ns */
  readonly waitNs: number;
}

/** @throws when the text is not of that format */
export function parseSchedstat(text: string): Schedstat {
  const [run, wait] = text.trim().split(' ').map(Number);
  if (run === undefined || wait === undefined || !Number.isInteger(run + wait)) {
    throw new Error(`not a schedstat line: ${text.slice(0, 80)}`);
  }
  return { runNs: run, waitNs: wait };
}

/** `VmHWM` of `/proc/PID/status`, the peak resident set; 0 for a process that is ending. @unit KiB */
export function parsePeakRss(status: string): number {
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0);
}

/** `roots` and everything below them, parents first. */
export function descendants(roots: readonly number[], processes: readonly ProcStat[]): number[] {
  const found = [...roots];
  // The array grows while it is walked: each generation adds the next.
  for (const parent of found) {
    for (const { pid, ppid } of processes) if (ppid === parent && !found.includes(pid)) found.push(pid);
  }
  return found;
}
