import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Which cores the two sides of the bench run on; null is unpinned. */
export interface Pinning {
  /** The contender's core: one, so that contenders with more threads have no more CPU than the others. */
  readonly proxy: number | null;
  /** The others, as a list for `taskset -c`. */
  readonly load: string | null;
  /** One sentence for the report. */
  readonly description: string;
}

/** Reads a kernel CPU list such as `0-2,5`. */
export function parseCpuList(list: string): number[] {
  return list
    .trim()
    .split(',')
    .filter((part) => part !== '')
    .flatMap((part) => {
      const [first, last] = part.split('-').map(Number);
      if (first === undefined || !Number.isInteger(first)) return [];
      const end = last ?? first;
      return Array.from({ length: end - first + 1 }, (_, index) => first + index);
    });
}

/** The contender alone on the first core, load and upstream on the others. */
export function choosePinning(cpus: readonly number[], hasTaskset: boolean): Pinning {
  const [first, ...rest] = cpus;
  if (!hasTaskset) return unpinned('taskset is not installed: nothing is pinned');
  if (first === undefined || rest.length === 0) return unpinned('one core only: nothing is pinned');
  return {
    proxy: first,
    load: rest.join(','),
    description: `contender pinned to core ${first}, load and upstream to ${rest.join(',')}`,
  };
}

/** {@link choosePinning} for this machine. */
export function detectPinning(): Pinning {
  const status = readFileSync('/proc/self/status', 'utf8');
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? '';
  return choosePinning(parseCpuList(list), spawnSync('taskset', ['-V']).status === 0);
}

function unpinned(description: string): Pinning {
  return { proxy: null, load: null, description };
}
