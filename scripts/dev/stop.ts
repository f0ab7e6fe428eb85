import { setTimeout as sleep } from 'node:timers/promises';
import { familyOf, isRunning, leavesOf, listProcesses } from './processes.ts';
import type { ProcessInfo } from './processes.ts';

/** How long stopping may take. */
export interface StopLimits {
  /** Until those that do the work have finished what they are at. @unit ms from the start */
  readonly leavesMs: number;
  /** Until all the others have noticed; whoever is left then is killed. @unit ms from the start */
  readonly allMs: number;
}

const POLL_MS = 20;

/** Ends the leader of a process group and everything that came from it, in order: first those that do the work are
 *  asked, so that they finish cleanly, then the rest, then whoever is left is killed. Returns how many of those that
 *  do the work had to be. */
export async function stopFamily(root: number, limits: StopLimits): Promise<number> {
  const start = performance.now();
  const family = familyOf(root, listProcesses());
  const leaves = leavesOf(family);
  for (const { pid } of leaves) signal(pid, 'SIGINT');
  await allGone(leaves, start + limits.leavesMs);

  // Whole groups, since a shell on the way may not pass a signal on.
  const groups = new Set(family.map(({ group }) => group));
  for (const group of groups) signal(-group, 'SIGTERM');
  await allGone(family, start + limits.allMs);

  const stubborn = leaves.filter(({ pid }) => isRunning(pid)).length;
  for (const group of groups) signal(-group, 'SIGKILL');
  return stubborn;
}

async function allGone(processes: readonly ProcessInfo[], deadline: number): Promise<void> {
  while (processes.some(({ pid }) => isRunning(pid)) && performance.now() < deadline) await sleep(POLL_MS);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone already.
  }
}
