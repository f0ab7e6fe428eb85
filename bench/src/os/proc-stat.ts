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

/** Time on a CPU from a `schedstat` file: its first number. @unit ns */
export function parseSchedstat(text: string): number {
  const value = Number.parseInt(text, 10);
  if (!Number.isInteger(value)) throw new Error(`not a schedstat line: ${text.slice(0, 80)}`);
  return value;
}

/** Time in which a core was not idle, from `/proc/stat`; the hypervisor's share of it included. @unit clock ticks */
export function parseCoreBusy(text: string, core: number): number {
  const line = new RegExp(`^cpu${core} (.*)$`, 'm').exec(text)?.[1];
  if (line === undefined) throw new Error(`no core ${core} in /proc/stat`);
  // user nice system idle iowait irq softirq steal; what follows is part of user and nice already.
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line.split(' ').map(Number);
  return user + nice + system + irq + softirq + steal;
}

/** `VmHWM` of `/proc/PID/status`, the peak resident set; 0 for a process that is ending. @unit KiB */
export function parsePeakRss(status: string): number {
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0);
}

/** `VmRSS` of `/proc/PID/status`, the resident set now; 0 for a process that is ending. @unit KiB */
export function parseRss(status: string): number {
  return Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0);
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
