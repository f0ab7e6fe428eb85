import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Launcher } from '../os/launcher.ts';
import { waitForListeningLine } from '../os/wait.ts';

const SERVER = fileURLToPath(new URL('server.ts', import.meta.url));

/** The running upstream process. */
export interface Upstream {
  /** One port an instance. */
  readonly ports: readonly [number, ...number[]];
  stop(): Promise<void>;
}

/** Starts `instances` upstreams in one process of their own; `directory` takes its stdout. */
export async function startUpstream(
  launch: Launcher,
  directory: string,
  instances: number,
): Promise<Upstream> {
  const stdoutFile = join(directory, 'upstream.log');
  const launched = launch(process.execPath, [SERVER, String(instances)], { stdoutFile });
  const first = await waitForListeningLine(launched, stdoutFile, 'the upstream');
  const line: unknown = JSON.parse(readFileSync(stdoutFile, 'utf8'));
  const ports =
    typeof line === 'object' && line !== null && 'ports' in line && Array.isArray(line.ports)
      ? line.ports
      : [];
  return { ports: [first, ...ports.slice(1).map(Number)], stop: () => launched.stop() };
}
