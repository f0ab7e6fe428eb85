import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { familyOf, isRunning, listProcesses } from './dev/processes.ts';

const DEV = join(import.meta.dirname, 'dev.ts');
const HOST = 'my-service.my-company.com';

// turbo runs the tasks through pnpm, which is there in `pnpm test`.
const hasPnpm = (process.env['PATH'] ?? '')
  .split(delimiter)
  .some((folder) => existsSync(join(folder, 'pnpm')));

interface Run {
  readonly pid: number;
  readonly output: () => string;
  readonly exited: Promise<number | null>;
}

function runDev(): Run {
  const child = spawn(process.execPath, [DEV], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return {
    pid: child.pid ?? 0,
    output: () => output,
    exited: new Promise((resolve) => {
      child.on('exit', resolve);
    }),
  };
}

function request(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { Host: HOST }, agent: false }, resolve).on('error', reject);
  });
}

test.skipIf(!hasPnpm).each(['SIGINT', 'SIGTERM'] as const)(
  'starts everything, and ends everything within three seconds of %s with an event stream open',
  { timeout: 60_000 },
  async (signal) => {
    const dev = runDev();
    onTestFinished(() => {
      for (const { pid } of familyOf(dev.pid, listProcesses())) process.kill(pid, 'SIGKILL');
    });
    await expect.poll(dev.output, { timeout: 45_000 }).toMatch(/ config +\S+\n/);
    const proxy = /proxy +(http:\S+),/.exec(dev.output())?.[1] ?? '';

    const instances = new Set<unknown>();
    await expect
      .poll(
        async () => {
          const response = await request(`${proxy}/basic`);
          response.resume();
          expect(response.statusCode).toBe(200);
          return instances.add(response.headers['x-instance']).size;
        },
        { timeout: 10_000, interval: 5 },
      )
      .toBe(3);
    const stream = await request(`${proxy}/sse`);
    stream.on('error', () => undefined).resume();
    expect(stream.statusCode).toBe(200);

    const family = familyOf(dev.pid, listProcesses());
    // The proxy and its watcher, the instances and their parent, and what turbo and pnpm put between.
    expect(family.length).toBeGreaterThan(9);
    const start = performance.now();
    process.kill(dev.pid, signal);
    expect(await dev.exited).toBe(0);
    expect(performance.now() - start).toBeLessThan(3000);
    expect(family.filter(({ pid }) => isRunning(pid))).toEqual([]);
  },
);
