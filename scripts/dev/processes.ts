import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { platform } from 'node:process';

/** One process of this machine. */
export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  /** Its process group: what a terminal's Ctrl-C goes to. */
  readonly group: number;
}

/** The processes of this machine; none where it cannot tell (Windows). */
export function listProcesses(): ProcessInfo[] {
  if (platform === 'win32') return [];
  // Linux without `ps`, as slim images are, has /proc.
  if (platform === 'linux') {
    return readdirSync('/proc')
      .map((name) => (/^\d+$/.test(name) ? readProcess(Number(name)) : undefined))
      .filter((info) => info !== undefined);
  }
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => {
      const [pid = 0, parent = 0, group = 0] = line.trim().split(/\s+/).map(Number);
      return { pid, parent, group };
    });
}

/** What Linux knows of one process; undefined when it is gone, or only waits to be reaped. */
function readProcess(pid: number): ProcessInfo | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything, parentheses too.
    const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : { pid, parent: Number(parent), group: Number(group) };
  } catch {
    return undefined;
  }
}

/** Whether a process still runs. */
export function isRunning(pid: number): boolean {
  if (platform === 'linux') return readProcess(pid) !== undefined;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The processes that `root` started, and those that they started, and so on; `root` first. */
export function familyOf(root: number, processes: readonly ProcessInfo[]): ProcessInfo[] {
  const family = processes.filter(({ pid }) => pid === root);
  // Grows while it is walked: children of children come after them.
  for (const { pid } of family) family.push(...processes.filter(({ parent }) => parent === pid));
  return family;
}

/** Those of a family that started nobody: the ones that do the work. */
export function leavesOf(family: readonly ProcessInfo[]): ProcessInfo[] {
  const parents = new Set(family.map(({ parent }) => parent));
  return family.filter(({ pid }) => !parents.has(pid));
}

/** A process and those above it that belong to the same job of the terminal (the same group), from below. */
export function jobAbove(pid: number, processes: readonly ProcessInfo[]): ProcessInfo[] {
  const job: ProcessInfo[] = [];
  let next = processes.find((other) => other.pid === pid);
  const group = next?.group;
  while (next !== undefined && next.group === group) {
    const { parent } = next;
    job.push(next);
    next = processes.find((other) => other.pid === parent);
  }
  return job;
}
