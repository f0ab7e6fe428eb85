// `pnpm soak`: argv -> a soak -> tables, and a JSON file. The exit code is 1 when a count is wrong.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchJob } from '../../../scripts/dev/job-watch.ts';
import { hostler } from '../contenders/hostler.ts';
import { createLauncher, killLaunched } from '../os/launcher.ts';
import { describeMachine } from '../report/machine.ts';
import { copyBuiltProxy } from '../stage/built-proxy.ts';
import { describeReport } from './describe-report.ts';
import { SOAK_USAGE, parseSoakOptions } from './options.ts';
import type { SoakOptions } from './options.ts';
import { checksOf } from './report.ts';
import { soak } from './run.ts';

async function main({ seconds, json }: SoakOptions): Promise<number> {
  hostler.prepare?.();
  const machine = describeMachine();
  const date = new Date().toISOString();
  console.log(
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load average ${machine.loadAverage}, ${date}`,
  );
  const directory = mkdtempSync(join(tmpdir(), 'hostler-soak-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  const report = await soak({
    seconds,
    launch: createLauncher(null),
    directory,
    main: copyBuiltProxy(directory),
    progress: (line) => console.log(line),
  });
  console.log(`\n${describeReport(report)}`);
  if (json !== null) writeFileSync(json, `${JSON.stringify({ date, machine, ...report }, null, 2)}\n`);
  const wrong = checksOf(report).filter(({ is, mustBe }) => is !== mustBe);
  for (const { what, is, mustBe } of wrong) console.error(`\n${what}: ${is}, must be ${mustBe}`);
  return wrong.length === 0 ? 0 : 1;
}

function readOptions(): SoakOptions | null {
  try {
    return parseSoakOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${SOAK_USAGE}`);
    return null;
  }
}

process.on('exit', killLaunched);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
// A signal to pnpm alone does not reach us.
watchJob(() => process.exit(130));

const options = readOptions();
if (options === null) process.exitCode = 2;
else if (options.help) console.log(SOAK_USAGE);
else if (process.platform !== 'linux') {
  console.error('The soak counts sockets and memory in /proc, so it runs on Linux only.');
  process.exitCode = 1;
} else process.exitCode = await main(options);
