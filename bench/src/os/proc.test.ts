import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { countSockets, cpuTimeBetween, processTree, readCpuTime, readPeakRss, readRss } from './proc.ts';

const BEFORE = { threadsUs: 1_000, processesUs: 10_000 };

describe('cpuTimeBetween', () => {
  test('takes the exact account when both agree up to the ticks', () => {
    const after = { threadsUs: 51_234, processesUs: 80_000 };
    expect(cpuTimeBetween(BEFORE, after)).toBe(50_234);
  });

  test('takes the one of processes when threads ended with their time in between', () => {
    const after = { threadsUs: 51_234, processesUs: 210_000 };
    expect(cpuTimeBetween(BEFORE, after)).toBe(200_000);
  });
});

describe.skipIf(process.platform !== 'linux')('of this very process', () => {
  test('finds itself at the root of its tree', () => {
    expect(processTree(process.pid)[0]).toBe(process.pid);
  });

  test('sees CPU time grow with work', () => {
    const before = readCpuTime([process.pid]);
    const start = process.cpuUsage();
    // Work is done until Node's own account says so, not for a time.
    while (process.cpuUsage(start).user < 50_000) Math.sqrt(2);
    expect(cpuTimeBetween(before, readCpuTime([process.pid]))).toBeGreaterThanOrEqual(40_000);
  });

  test('sees a socket come and go', async () => {
    const before = countSockets(process.pid);
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    expect(countSockets(process.pid)).toBe(before + 1);
    await once(server.close(), 'close');
    expect(countSockets(process.pid)).toBe(before);
  });

  test('has some memory, and no more than at its peak', () => {
    const rss = readRss(process.pid);
    expect(rss).toBeGreaterThan(0);
    expect(rss).toBeLessThanOrEqual(readPeakRss([process.pid]));
  });

  test('counts nothing for a process that is gone', () => {
    const gone = 2 ** 30;
    expect(readCpuTime([gone])).toEqual({ threadsUs: 0, processesUs: 0 });
    expect(readPeakRss([gone])).toBe(0);
    expect(readRss(gone)).toBe(0);
    expect(countSockets(gone)).toBe(0);
  });
});
