import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BENCH_HOST } from '../cases.ts';
import type { BenchCase } from '../cases.ts';
import type { Launcher } from '../os/launcher.ts';
import type { LoadGenerator } from './load.ts';
import { parseWrkOutput } from './wrk-output.ts';

const REQUEST_TIMEOUT_S = 10;
const BODY_FILE = 'body.lua';

/** `wrk`, one thread, or null when it is not installed. */
export function findWrk(launch: Launcher): LoadGenerator | null {
  // It knows no successful way of printing its version: `-v` prints it with the usage.
  const { stdout, error } = spawnSync('wrk', ['-v'], { encoding: 'utf8' });
  if (error !== undefined) return null;
  const version = /^wrk (?:debian\/)?(\S+)/m.exec(stdout)?.[1] ?? 'of unknown version';
  return {
    name: `wrk ${version}`,
    async load(port, benchCase, seconds) {
      const directory = mkdtempSync(join(tmpdir(), 'hostler-bench-wrk-'));
      try {
        const output = join(directory, 'output');
        const run = launch('wrk', wrkArguments(port, benchCase, seconds, directory), { stdoutFile: output });
        const code = await run.exited;
        await run.stop();
        if (code !== 0) throw new Error(`wrk ended with ${code}: ${readFileSync(output, 'utf8')}`);
        return parseWrkOutput(readFileSync(output, 'utf8'));
      } finally {
        rmSync(directory, { recursive: true });
      }
    },
  };
}

function wrkArguments(port: number, benchCase: BenchCase, seconds: number, directory: string): string[] {
  const args = ['-t', '1', '-c', String(benchCase.connections), '-d', `${seconds}s`];
  args.push('--latency', '--timeout', `${REQUEST_TIMEOUT_S}s`, '-H', `Host: ${BENCH_HOST}`);
  if (benchCase.method === 'POST') {
    const file = join(directory, BODY_FILE);
    writeFileSync(file, `wrk.method = "POST"\nwrk.body = string.rep("x", ${benchCase.requestBytes})\n`);
    args.push('-s', file);
  }
  return [...args, `http://127.0.0.1:${port}${benchCase.path}`];
}
