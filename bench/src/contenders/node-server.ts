import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Contender, RunningContender, StartContext } from '../contender.ts';
import { processTree } from '../os/proc.ts';
import { waitForListeningLine } from '../os/wait.ts';

const SERVERS = fileURLToPath(new URL('../servers/', import.meta.url));

/** A contender that is one file of `servers/`. */
export interface NodeServer {
  readonly name: string;
  /** The file in `servers/`, without its ending. */
  readonly server: string;
  /** npm packages whose versions name what is measured, the first one leading. */
  readonly packages: readonly [string, ...string[]];
  readonly setup: string;
}

/** A peer from npm: no routing by Host, no balancing, no access log. */
export function nodeServerContender({ name, server, packages, setup }: NodeServer): Contender {
  return {
    name,
    setup,
    features: { routesByHost: false, balances: false, accessLog: false },
    unavailable: () => null,
    version: () => packages.map((each) => `${each} ${packageVersion(each)}`).join(', '),
    async start(context) {
      const [upstreamPort] = context.upstreamPorts;
      const running = await startNode(name, [join(SERVERS, `${server}.js`), String(upstreamPort)], context);
      // Nobody reads what it prints: it writes one line in its life.
      return { ...running, accessLog: null };
    },
  };
}

/** Runs a Node program that prints the listening line, its stdout in a file as a service manager would have it. */
export async function startNode(
  name: string,
  args: readonly string[],
  context: StartContext,
): Promise<RunningContender> {
  const stdoutFile = join(context.directory, 'stdout.log');
  const launched = context.launch(process.execPath, [...profileFlags(name, context), ...args], {
    stdoutFile,
    env: { NODE_ENV: 'production' },
  });
  const port = await waitForListeningLine(launched, stdoutFile, name);
  return { port, accessLog: stdoutFile, pids: () => processTree(launched.pid), stop: () => launched.stop() };
}

function profileFlags(name: string, { profileDirectory }: StartContext): string[] {
  if (profileDirectory === null) return [];
  return ['--cpu-prof', `--cpu-prof-dir=${profileDirectory}`, `--cpu-prof-name=${name}.cpuprofile`];
}

/** Read from the file: most packages do not export their package.json. */
function packageVersion(name: string): string {
  const require = createRequire(import.meta.url);
  for (const directory of require.resolve.paths(name) ?? []) {
    try {
      const text = readFileSync(join(directory, name, 'package.json'), 'utf8');
      return /"version":\s*"([^"]+)"/.exec(text)?.[1] ?? 'of unknown version';
    } catch {
      // Not in this folder: the search goes on upwards.
    }
  }
  return 'of unknown version';
}
