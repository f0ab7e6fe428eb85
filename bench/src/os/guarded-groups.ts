import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { killGroup } from './kill-group.ts';

const GUARD = fileURLToPath(new URL('guard.ts', import.meta.url));

/**
 * Process groups that must not outlive this process. A process of its own knows them too, so that they end even when this
 * one is killed; it starts with the first group, and ends with this process.
 */
export class GuardedGroups {
  readonly #pids = new Set<number>();
  #guard: Writable | null = null;

  /** From now on the group ends with this process. */
  add(pid: number): void {
    this.#pids.add(pid);
    this.#guard ??= startGuard();
    this.#guard.write(`+${pid}\n`);
  }

  /** Ends what is left of the group, and forgets it: its number may belong to others from now on. */
  end(pid: number): void {
    if (!this.#pids.delete(pid)) return;
    killGroup(pid);
    this.#guard?.write(`-${pid}\n`);
  }

  /** Ends all of them. Synchronous, for `process.on('exit')`. */
  endAll(): void {
    for (const pid of this.#pids) this.end(pid);
  }
}

function startGuard(): Writable {
  const guard = spawn(process.execPath, [GUARD], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Not in our group: what ends us, like Ctrl-C, must leave it to do its work.
    detached: true,
  });
  // Without it everything works but the case that it is for.
  guard.on('error', () => {});
  guard.stdin.on('error', () => {});
  guard.unref();
  // A pipe of a child is a socket, which its type does not say.
  if (guard.stdin instanceof Socket) guard.stdin.unref();
  return guard.stdin;
}
