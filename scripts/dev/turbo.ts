import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** The `dev` tasks of the apps, run by turbo. */
export interface DevTasks {
  /** Of turbo, which leads a process group of its own. */
  readonly pid: number;
  /** Resolves with the exit code once turbo has ended; null when a signal ended it. */
  readonly ended: Promise<number | null>;
}

/** Starts `turbo run dev`. In a group of its own the terminal's Ctrl-C does not reach it, so that we decide in which
 *  order things stop.
 *  @throws when turbo cannot be started */
export async function startTasks(
  cwd: string,
  env: Readonly<Record<string, string>>,
  onLine: (line: string) => void,
): Promise<DevTasks> {
  const child = spawn('turbo', ['run', 'dev', '--log-order=stream', '--log-prefix=task'], {
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on('exit', (code) => resolve(code));
  });
  await new Promise<void>((resolve, reject) => {
    child.on('spawn', resolve);
    child.on('error', reject);
  });
  const follow = (output: Readable): void => {
    createInterface({ input: output }).on('line', onLine);
  };
  follow(child.stdout);
  follow(child.stderr);
  return { pid: child.pid ?? 0, ended };
}
