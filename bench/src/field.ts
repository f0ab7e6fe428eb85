import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkContender } from './check.ts';
import type { Contender, RunningContender } from './contender.ts';
import { createLauncher } from './os/launcher.ts';
import type { Pinning } from './os/affinity.ts';
import { startUpstream } from './upstream/start.ts';

/** Several, so that balancing is work that is really done; all in one process. */
const UPSTREAM_INSTANCES = 3;

/** A contender in the field. */
export interface Entrant {
  readonly contender: Contender;
  readonly running: RunningContender;
}

/** Everything that runs during one round. */
export interface Field {
  /** Those that started and answered correctly. */
  readonly entrants: readonly Entrant[];
  /** The others, each with what was wrong. */
  readonly failures: readonly { readonly name: string; readonly reason: string }[];
  stop(): Promise<void>;
}

/** Starts an upstream and all contenders, and checks that each answers correctly. */
export async function openField(
  contenders: readonly Contender[],
  pinning: Pinning,
  profileDirectory: string | null,
): Promise<Field> {
  const directory = mkdtempSync(join(tmpdir(), 'hostler-bench-'));
  const upstream = await startUpstream(createLauncher(pinning.load), directory, UPSTREAM_INSTANCES);
  const launch = createLauncher(pinning.proxy === null ? null : String(pinning.proxy));
  const entrants: Entrant[] = [];
  const failures: { name: string; reason: string }[] = [];
  for (const contender of contenders) {
    const own = join(directory, contender.name);
    mkdirSync(own);
    try {
      const running = await contender.start({
        upstreamPorts: upstream.ports,
        directory: own,
        launch,
        profileDirectory,
      });
      const wrong = await checkContender(running.port, contender.features, UPSTREAM_INSTANCES);
      if (wrong === null) entrants.push({ contender, running });
      else {
        failures.push({ name: contender.name, reason: wrong });
        await running.stop();
      }
    } catch (error) {
      failures.push({ name: contender.name, reason: `${String(error)}${lastWords(own)}` });
    }
  }
  return {
    entrants,
    failures,
    async stop() {
      await Promise.all(entrants.map(({ running }) => running.stop()));
      await upstream.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The end of what a program said on stderr before it gave up. */
function lastWords(directory: string): string {
  try {
    return `\n${readFileSync(join(directory, 'stderr.log'), 'utf8').slice(-1_000)}`;
  } catch {
    return '';
  }
}
