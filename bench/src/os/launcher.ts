import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { GuardedGroups } from './guarded-groups.ts';
import { killGroup } from './kill-group.ts';

/** Where and with what a process runs. */
export interface LaunchOptions {
  /** File that stdout is appended to. @default null: stdout is dropped */
  readonly stdoutFile?: string;
  /** File that stderr is appended to. @default null: stderr is the bench's own */
  readonly stderrFile?: string;
  /** Added to the bench's own environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A started process and its group. */
export interface Launched {
  readonly pid: number;
  /** Resolves with the exit code, or null after a signal. */
  readonly exited: Promise<number | null>;
  /** SIGTERM, and SIGKILL to the whole group when that was not obeyed within five seconds. */
  stop(): Promise<void>;
}

/** Starts `command` with `args`. @throws when it cannot be started */
export type Launcher = (command: string, args: readonly string[], options?: LaunchOptions) => Launched;

const STOP_TIMEOUT_MS = 5_000;

/** Groups that must not outlive the bench, whatever ends it. */
const groups = new GuardedGroups();

/** Ends every process group that is still there. For `process.on('exit')`: synchronous. */
export function killLaunched(): void {
  groups.endAll();
}

/** A launcher whose processes are pinned to `cpus` (a list as `taskset -c` takes it); null leaves them free. */
export function createLauncher(cpus: string | null): Launcher {
  return (command, args, options = {}) => {
    const [file, argv] = cpus === null ? [command, [...args]] : ['taskset', ['-c', cpus, command, ...args]];
    const stdout = options.stdoutFile === undefined ? 'ignore' : openSync(options.stdoutFile, 'a');
    const stderr = options.stderrFile === undefined ? 'inherit' : openSync(options.stderrFile, 'a');
    const child = spawn(file, argv, {
      stdio: ['ignore', stdout, stderr],
      env: { ...process.env, ...options.env },
      // A group of its own: workers of nginx can be ended even when their master is gone.
      detached: true,
    });
    if (typeof stdout === 'number') closeSync(stdout);
    if (typeof stderr === 'number') closeSync(stderr);
    return track(child, command);
  };
}

function track(child: ChildProcess, command: string): Launched {
  const { promise: exited, resolve } = Promise.withResolvers<number | null>();
  // ENOENT comes as an event without a pid; the caller learns it from the missing pid.
  child.once('error', () => resolve(null));
  const { pid } = child;
  if (pid === undefined) throw new Error(`cannot start ${command}`);
  groups.add(pid);
  child.once('exit', (code) => {
    // Also the workers of a master that has ended by itself.
    groups.end(pid);
    resolve(code);
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => killGroup(pid), STOP_TIMEOUT_MS);
    await exited;
    clearTimeout(timer);
  };
  return { pid, exited, stop };
}
