import { describe, expect, test } from 'vitest';
import {
  descendants,
  parseCoreBusy,
  parsePeakRss,
  parseProcStat,
  parseRss,
  parseSchedstat,
} from './proc-stat.ts';

const NGINX =
  '25190 (nginx: worker) S 25189 25189 7209 0 -1 4194368 412 0 3 0 131 477 0 0 20 0 1 0 225125 61440000 2394 ' +
  '18446744073709551615 1 1 0 0 0 0 0 4096 402745863 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0';

describe('parseProcStat', () => {
  test('reads the parent and the sum of user and system time', () => {
    expect(parseProcStat(NGINX)).toEqual({ pid: 25190, ppid: 25189, cpuTicks: 608 });
  });

  test('is not misled by a command with parentheses and spaces', () => {
    const line = NGINX.replace('(nginx: worker)', '(tmux: x) S 1 (y) z)');
    expect(parseProcStat(line)).toEqual({ pid: 25190, ppid: 25189, cpuTicks: 608 });
  });

  test.each([
    { name: 'nothing', text: '' },
    { name: 'a line that was cut', text: '25190 (nginx) S 25189 25189' },
    { name: 'another file', text: 'VmHWM:\t 2394 kB' },
  ])('refuses $name', ({ text }) => {
    expect(() => parseProcStat(text)).toThrow('not a /proc/PID/stat line');
  });
});

describe('parseSchedstat', () => {
  test('reads the time on a CPU', () => {
    expect(parseSchedstat('66755037 14796552 166\n')).toBe(66_755_037);
  });

  test('refuses what is none', () => {
    expect(() => parseSchedstat('VmHWM: 1 kB')).toThrow('not a schedstat line: VmHWM: 1 kB');
  });
});

describe('parseCoreBusy', () => {
  const stat =
    'cpu  300 0 60 900 9 0 6 3 0 0\ncpu0 100 1 20 300 3 2 4 5 7 7\ncpu1 200 0 40 600 6 0 2 2 0 0\nintr 1\n';

  test('adds all but idle, waiting for I/O and the guests that are counted in user', () => {
    expect(parseCoreBusy(stat, 0)).toBe(132);
    expect(parseCoreBusy(stat, 1)).toBe(244);
  });

  test('refuses a core that there is not', () => {
    expect(() => parseCoreBusy(stat, 2)).toThrow('no core 2 in /proc/stat');
  });
});

test('reads the peak and the present resident set of a status file', () => {
  const status = 'Name:\tnode\nVmPeak:\t 1278512 kB\nVmHWM:\t   78384 kB\nVmRSS:\t   70000 kB\n';
  expect(parsePeakRss(status)).toBe(78_384);
  expect(parseRss(status)).toBe(70_000);
});

test('counts a process without memory, which is ending, as 0', () => {
  const status = 'Name:\tnode\nState:\tZ (zombie)\n';
  expect(parsePeakRss(status)).toBe(0);
  expect(parseRss(status)).toBe(0);
});

test('finds children and grandchildren whatever the order of the list', () => {
  const processes = [
    { pid: 30, ppid: 20, cpuTicks: 0 },
    { pid: 20, ppid: 10, cpuTicks: 0 },
    { pid: 99, ppid: 1, cpuTicks: 0 },
    { pid: 10, ppid: 1, cpuTicks: 0 },
  ];
  expect(descendants([10], processes)).toEqual([10, 20, 30]);
});
