import { spawn } from 'node:child_process';
import { pid } from 'node:process';
import { expect, onTestFinished, test } from 'vitest';
import { familyOf, jobAbove, leavesOf, listProcesses } from './processes.ts';

const PROCESSES = [
  { pid: 1, parent: 0, group: 1 },
  { pid: 10, parent: 1, group: 10 },
  { pid: 11, parent: 10, group: 11 },
  { pid: 12, parent: 11, group: 11 },
  { pid: 13, parent: 12, group: 13 },
  { pid: 14, parent: 12, group: 14 },
  { pid: 20, parent: 1, group: 20 },
];

function pidsOf(processes: readonly { pid: number }[]): number[] {
  return processes.map((info) => info.pid);
}

test('finds a process and all that came from it', () => {
  expect(pidsOf(familyOf(11, PROCESSES))).toEqual([11, 12, 13, 14]);
  expect(pidsOf(familyOf(99, PROCESSES))).toEqual([]);
});

test('finds those that do the work', () => {
  expect(pidsOf(leavesOf(familyOf(11, PROCESSES)))).toEqual([13, 14]);
});

test('finds the job of the terminal that a process belongs to', () => {
  expect(pidsOf(jobAbove(12, PROCESSES))).toEqual([12, 11]);
  expect(pidsOf(jobAbove(13, PROCESSES))).toEqual([13]);
});

test('lists the processes of this machine', () => {
  const child = spawn('sleep', ['60'], { detached: true });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  expect(familyOf(pid, listProcesses())).toContainEqual({ pid: child.pid, parent: pid, group: child.pid });
});
