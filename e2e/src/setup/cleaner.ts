import { spawn } from 'node:child_process';
import { join } from 'node:path';

/**
 * Starts a process of its own that removes what the run made once the run is over, also when that ends by Ctrl-C or
 * is killed: a teardown hook would then never be called. What is returned ends the run and waits for the clean-up.
 */
export function startCleaner(runId: string): () => Promise<void> {
  const script = join(import.meta.dirname, 'clean-up-after.ts');
  const cleaner = spawn(process.execPath, [script, runId], {
    // A Ctrl-C is for the run alone.
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => {
    cleaner.once('exit', resolve);
  });
  return async () => {
    cleaner.stdin.end();
    const code = await ended;
    if (code !== 0) throw new Error(`the clean-up of run ${runId} ended with ${code ?? 'a signal'}`);
  };
}
