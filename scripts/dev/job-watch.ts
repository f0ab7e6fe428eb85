import { pid, platform, ppid } from 'node:process';
import { jobAbove, listProcesses } from './processes.ts';

const CHECK_MS = 250;

/** Calls `onEnd` once when one of the processes that started this one for the same job of the terminal is gone: a
 *  signal to `pnpm` alone ends it and its shell, and reaches nobody below. Keeps nothing alive. */
export function watchJob(onEnd: () => void): void {
  // Elsewhere a look at all processes is a program to start; the parent alone costs nothing.
  const isWhole = platform === 'linux' ? wholeJob() : () => process.ppid === ppid;
  const timer = setInterval(() => {
    if (isWhole()) return;
    clearInterval(timer);
    onEnd();
  }, CHECK_MS);
  timer.unref();
}

function wholeJob(): () => boolean {
  const before = jobAbove(pid, listProcesses());
  return () => jobAbove(pid, listProcesses()).length >= before.length;
}
