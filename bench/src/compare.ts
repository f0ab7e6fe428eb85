// `pnpm bench compare`, the default: argv -> a run -> tables, and a JSON file.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CASES } from './cases.ts';
import type { Contender } from './contender.ts';
import { CONTENDERS } from './contenders/index.ts';
import { REFERENCE } from './contenders/peers.ts';
import { builtInLoad } from './load/built-in.ts';
import { findWrk } from './load/wrk.ts';
import { parseOptions, select, USAGE } from './options.ts';
import type { Options } from './options.ts';
import { detectPinning } from './os/affinity.ts';
import { createLauncher, killLaunched } from './os/launcher.ts';
import { describeMachine } from './report/machine.ts';
import { describeProfiles } from './report/describe-profiles.ts';
import { summarise } from './report/summary.ts';
import { formatTable } from './report/table.ts';
import { isDisturbed } from './measure.ts';
import { run } from './run.ts';

async function main(options: Options): Promise<number> {
  const pinning = detectPinning();
  const loadLauncher = createLauncher(pinning.load);
  const generator = findWrk(loadLauncher) ?? builtInLoad(loadLauncher);
  const machine = describeMachine();
  const cases = select(CASES, options.cases);
  const contenders = takePart(select(CONTENDERS, options.only));
  const date = new Date().toISOString();
  const versions = Object.fromEntries(contenders.map((contender) => [contender.name, contender.version()]));

  console.log(
    `${machine.cpu}, ${machine.cores} cores, Linux ${machine.kernel}, Node ${machine.node}, ${date}`,
  );
  console.log(`Load: ${generator.name}; ${pinning.description}; load average ${machine.loadAverage}`);
  for (const { name, setup } of contenders) console.log(`  ${name} (${versions[name]}): ${setup}`);

  const profileDirectory = options.profile === null ? null : resolve(options.profile);
  const { samples, failures } = await run({
    ...options,
    contenders,
    cases,
    pinning,
    load: generator.load,
    profileDirectory,
    progress: (line) => console.log(line),
  });

  const tables = cases.map((benchCase) => ({
    case: benchCase,
    rows: summarise(samples, benchCase.name, REFERENCE),
  }));
  for (const table of tables) console.log(`\n${table.case.title}\n\n${formatTable(table.rows, REFERENCE)}`);
  if (profileDirectory !== null) {
    console.log(`\n${describeProfiles(profileDirectory, Object.keys(versions))}`);
  }
  if (options.json !== null) {
    const { seconds, warmUpSeconds, rounds, attempts } = options;
    const settings = {
      seconds,
      warmUpSeconds,
      rounds,
      attempts,
      load: generator.name,
      pinning: pinning.description,
    };
    const report = {
      date,
      machine,
      settings,
      versions,
      failures: Object.fromEntries(failures),
      tables,
      samples,
    };
    writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
  }
  const errors = tables.some(({ rows }) => rows.some((row) => row.errors > 0));
  const disturbed = samples.filter(isDisturbed).length;
  if (disturbed > 0) {
    console.log(
      `\nOthers used more than 10 % of the contender's core in ${disturbed} of ${samples.length} runs.`,
    );
  }
  if (errors) console.log('\nRows marked (!) had errors under load: their numbers mean nothing.');
  return errors || failures.size > 0 ? 1 : 0;
}

/** Leaves out, saying so, who cannot run here; prepares the others. */
function takePart(candidates: readonly Contender[]): Contender[] {
  const present = candidates.filter((contender) => {
    const reason = contender.unavailable();
    if (reason !== null) console.log(`Without ${contender.name}: ${reason}`);
    return reason === null;
  });
  for (const contender of present) contender.prepare?.();
  return present;
}

function readOptions(): Options | null {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return null;
  }
}

process.on('exit', killLaunched);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const options = readOptions();
if (options === null) process.exitCode = 2;
else if (options.help) console.log(USAGE);
else if (process.platform !== 'linux') {
  console.error('The bench reads CPU time and memory from /proc, so it runs on Linux only.');
  process.exitCode = 1;
} else process.exitCode = await main(options);
