// `node guard.ts`: is told of process groups on stdin, `+PID` when one starts and `-PID` when it is gone. When stdin ends,
// because whoever told it has ended in whatever way, it ends the groups that are left, and then itself.
import { createInterface } from 'node:readline';
import { killGroup } from './kill-group.ts';

const groups = new Set<number>();
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const pid = Number(line.slice(1));
  if (!Number.isInteger(pid) || pid <= 1) return;
  if (line.startsWith('+')) groups.add(pid);
  else groups.delete(pid);
});
lines.on('close', () => {
  for (const pid of groups) killGroup(pid);
});
