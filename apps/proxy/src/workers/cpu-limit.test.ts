import { expect, it } from 'vitest';
import { cpuLimit } from './cpu-limit.ts';

const root = '/sys/fs/cgroup';

it.each([
  { name: 'a limit in version 2', files: { [`${root}/cpu.max`]: '150000 100000\n' }, limit: 1.5 },
  { name: 'no limit in version 2', files: { [`${root}/cpu.max`]: 'max 100000\n' }, limit: null },
  {
    name: 'a limit in version 1',
    files: { [`${root}/cpu/cpu.cfs_quota_us`]: '200000\n', [`${root}/cpu/cpu.cfs_period_us`]: '100000\n' },
    limit: 2,
  },
  {
    name: 'a limit in version 1 with controllers mounted together',
    files: {
      [`${root}/cpu,cpuacct/cpu.cfs_quota_us`]: '50000\n',
      [`${root}/cpu,cpuacct/cpu.cfs_period_us`]: '100000\n',
    },
    limit: 0.5,
  },
  {
    name: 'no limit in version 1',
    files: { [`${root}/cpu/cpu.cfs_quota_us`]: '-1\n', [`${root}/cpu/cpu.cfs_period_us`]: '100000\n' },
    limit: null,
  },
  { name: 'no control groups', files: {}, limit: null },
  { name: 'a file that nobody understands', files: { [`${root}/cpu.max`]: '\n' }, limit: null },
])('finds $name', ({ files, limit }) => {
  const known = new Map(Object.entries(files));
  expect(cpuLimit((file) => known.get(file) ?? null)).toBe(limit);
});
