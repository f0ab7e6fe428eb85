// `pnpm bench resilience`: argv -> rounds over all faults -> tables, and a JSON file.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { watchJob } from '../../../scripts/dev/job-watch.ts';
import { hostler } from '../contenders/hostler.ts';
import { createLauncher, killLaunched } from '../os/launcher.ts';
import { describeMachine } from '../report/machine.ts';
import { copyBuiltProxy } from '../stage/built-proxy.ts';
import { Instance } from '../stage/instance.ts';
import { describeResilience } from './describe.ts';
import { PER_SECOND } from './measurement.ts';
import { measureResilience } from './run.ts';

const INSTANCES = 5;
const MAX_ROUNDS = 20;

const USAGE = `Usage: pnpm bench resilience [options]

Measures how soon an instance that fails is left alone, how soon it is back, and what requests wait meanwhile.

  --rounds N    rounds over all faults, 1 to ${MAX_ROUNDS} (default 3); one takes about two minutes
  --json FILE   write every sample to FILE too
  --help        print this
`;

interface Options {
  readonly rounds: number;
  readonly json: string | undefined;
  readonly help: boolean;
}

function readOptions(): Options | null {
  try {
    const { values } = parseArgs({
      options: {
        rounds: { type: 'string', default: '3' },
        json: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    const rounds = Number(values.rounds);
    if (Number.isInteger(rounds) && rounds >= 1 && rounds <= MAX_ROUNDS) {
      return { rounds, json: values.json, help: values.help };
    }
    throw new RangeError(`--rounds: got ${values.rounds}, expected a whole number from 1 to ${MAX_ROUNDS}`);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return null;
  }
}

async function main({ rounds, json }: Options): Promise<void> {
  hostler.prepare?.();
  const machine = describeMachine();
  const date = new Date().toISOString();
  console.log(
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load average ${machine.loadAverage}, ${date}`,
  );
  console.log(
    `${PER_SECOND} small GETs a second to ${INSTANCES} endpoints, responseHeader 2s, else defaults`,
  );
  const directory = mkdtempSync(join(tmpdir(), 'hostler-resilience-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  const launch = createLauncher(null);
  const instances = await Promise.all(
    Array.from({ length: INSTANCES }, (_, at) => Instance.start(`instance-${at + 1}`, launch, directory)),
  );
  const bench = { instances, launch, directory, main: copyBuiltProxy(directory) };
  const result = await measureResilience(bench, rounds, (line) => console.log(line));
  await Promise.all(instances.map((instance) => instance.stop()));
  console.log(`\n${describeResilience(result)}`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ date, machine, ...result }, null, 2)}\n`);
}

process.on('exit', killLaunched);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

// A signal to pnpm alone does not reach us.
watchJob(() => process.exit(130));

const options = readOptions();
if (options === null) process.exitCode = 2;
else if (options.help) console.log(USAGE);
else if (process.platform !== 'linux') {
  console.error(
    'Instances are paused by signals and the proxy is watched in /proc, so this runs on Linux only.',
  );
  process.exitCode = 1;
} else await main(options);
