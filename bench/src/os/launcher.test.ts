import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { createLauncher } from './launcher.ts';

const PARENT = fileURLToPath(new URL('testing/launch-and-wait.ts', import.meta.url));
const FOREVER = ['-e', 'setInterval(() => {}, 1000)'];

/** One that nobody has reaped yet has ended too. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe.skipIf(process.platform !== 'linux')('a launched process', () => {
  test.each([{ signal: 'SIGKILL' }, { signal: 'SIGTERM' }] as const)(
    'ends with its parent when that is ended by $signal',
    async ({ signal }) => {
      const parent = spawn(process.execPath, [PARENT], { stdio: ['ignore', 'pipe', 'inherit'] });
      const said: unknown[] = await once(createInterface({ input: parent.stdout }), 'line');
      const pid = Number(said[0]);
      expect(isRunning(pid)).toBe(true);
      parent.kill(signal);
      await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 10_000 });
    },
    20_000,
  );

  test('is gone when stop resolves', async () => {
    const launched = createLauncher(null)(process.execPath, FOREVER);
    await launched.stop();
    expect(isRunning(launched.pid)).toBe(false);
    expect(await launched.exited).toBeNull();
  });

  test('says so when it ends by itself', async () => {
    const { exited } = createLauncher(null)(process.execPath, ['-e', 'process.exit(3)']);
    expect(await exited).toBe(3);
  });
});
