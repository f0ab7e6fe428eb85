import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { isRunning } from './processes.ts';
import { stopFamily } from './stop.ts';

const IGNORING = `for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => {});`;

/** Starts a process that starts another one, each with a line that it runs first. */
async function startFamily(
  parentLine: string,
  childLine: string,
): Promise<{ root: number; child: number; lines: string[] }> {
  const childScript = `${childLine} console.log(process.pid); setInterval(() => {}, 1000);`;
  const script = `${parentLine} require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(childScript)}], { stdio: 'inherit' }); setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['-e', script], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const root = parent.pid ?? 0;
  onTestFinished(() => {
    try {
      process.kill(-root, 'SIGKILL');
    } catch {
      // As it should be: nobody is left.
    }
  });
  const lines: string[] = [];
  const reader = createInterface({ input: parent.stdout });
  reader.on('line', (line) => lines.push(line));
  await expect.poll(() => lines.length).toBe(1);
  return { root, child: Number(lines[0]), lines };
}

test('asks those that do the work first, and lets them finish', async () => {
  const finish = `process.on('SIGINT', () => { console.log('finished'); process.exit(0); });`;
  const { root, child, lines } = await startFamily('', finish);
  expect(await stopFamily(root, { leavesMs: 10_000, allMs: 20_000 })).toBe(0);
  expect(isRunning(root)).toBe(false);
  expect(isRunning(child)).toBe(false);
  await expect.poll(() => lines).toContain('finished');
});

test('kills whoever does not listen, and says how many of them did the work', async () => {
  const { root, child } = await startFamily(IGNORING, IGNORING);
  expect(await stopFamily(root, { leavesMs: 50, allMs: 100 })).toBe(1);
  await expect.poll(() => isRunning(root) || isRunning(child)).toBe(false);
});

test('has nothing to do when everybody is gone', async () => {
  expect(await stopFamily(2 ** 30, { leavesMs: 0, allMs: 0 })).toBe(0);
});
