import { readFileSync } from 'node:fs';

/** Where a container finds its own control group mounted. The older kind has a hierarchy for each controller. */
const versions = [
  { directory: '/sys/fs/cgroup', read: readVersion2 },
  { directory: '/sys/fs/cgroup/cpu', read: readVersion1 },
  { directory: '/sys/fs/cgroup/cpu,cpuacct', read: readVersion1 },
];

/** The text of a file; `null` when there is none. */
export type ReadFile = (file: string) => string | null;

/**
 * How many cores' worth of time the container of this process may use, such as 1.5 for `docker run --cpus=1.5` or
 * Kubernetes' `limits.cpu: 1500m`. Node's `availableParallelism` finds it with control groups of version 2 alone.
 * @returns `null` when nothing limits it, or nothing is known of it
 */
export function cpuLimit(read: ReadFile = readIfThere): number | null {
  for (const { directory, read: readLimit } of versions) {
    const limit = readLimit((name) => read(`${directory}/${name}`));
    if (limit !== null) return limit;
  }
  return null;
}

/** `150000 100000`: microseconds in each period, and the period; or `max 100000`. */
function readVersion2(read: ReadFile): number | null {
  const [quota, period] = read('cpu.max')?.split(' ') ?? [];
  return ratio(quota, period);
}

/** The same in two files, with -1 for no limit. */
function readVersion1(read: ReadFile): number | null {
  return ratio(read('cpu.cfs_quota_us') ?? undefined, read('cpu.cfs_period_us') ?? undefined);
}

function ratio(quota: string | undefined, period: string | undefined): number | null {
  const limit = Number.parseInt(quota ?? '', 10) / Number.parseInt(period ?? '', 10);
  return Number.isFinite(limit) && limit > 0 ? limit : null;
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
