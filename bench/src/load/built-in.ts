import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Launcher } from '../os/launcher.ts';
import type { LoadGenerator, LoadResult } from './load.ts';

const GENERATOR = fileURLToPath(new URL('generator.ts', import.meta.url));

/** Our own generator in a process of its own, for machines without wrk. It takes more CPU, so a fast proxy waits for it. */
export function builtInLoad(launch: Launcher): LoadGenerator {
  return {
    name: 'built-in generator',
    async load(port, benchCase, seconds) {
      const directory = mkdtempSync(join(tmpdir(), 'hostler-bench-load-'));
      try {
        const output = join(directory, 'output');
        const args = [GENERATOR, String(port), benchCase.name, String(seconds)];
        const run = launch(process.execPath, args, { stdoutFile: output });
        const code = await run.exited;
        await run.stop();
        if (code !== 0) throw new Error(`the load generator ended with ${code}`);
        return parseLoadResult(readFileSync(output, 'utf8'));
      } finally {
        rmSync(directory, { recursive: true });
      }
    },
  };
}

/** Reads the generator's JSON line. @throws when a field is missing */
export function parseLoadResult(text: string): LoadResult {
  const value: unknown = JSON.parse(text);
  const fields: Record<string, unknown> = typeof value === 'object' && value !== null ? { ...value } : {};
  const number = (name: keyof LoadResult): number => {
    const field = fields[name];
    if (typeof field !== 'number') throw new Error(`no ${name} in the load generator's line: ${text}`);
    return field;
  };
  return {
    requests: number('requests'),
    requestsPerSecond: number('requestsPerSecond'),
    p50Us: number('p50Us'),
    p99Us: number('p99Us'),
    badStatuses: number('badStatuses'),
    socketErrors: number('socketErrors'),
  };
}
