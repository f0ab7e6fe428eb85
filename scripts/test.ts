/**
 * `pnpm test`: every package's tests through turbo, one package at a time, the container suites last; then one line
 * with the sum of all reports. Leaves the sum where `scripts/test-summary.ts` finds it.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { notice } from './test-notice.ts';
import { SUMMARY, clearReports, readResults, summarise, tallyLine, testedFolders } from './test-reports.ts';

const root = join(import.meta.dirname, '..');
const CONTAINER_SUITES = 'e2e';

/** Runs the tests of the packages that turbo's filter selects, with the output on ours; returns the exit code. */
async function turbo(tasks: readonly string[], filter: string): Promise<number> {
  const options = ['--concurrency=1', '--continue=always', '--output-logs=new-only', '--log-prefix=none'];
  const child = spawn('turbo', ['run', ...tasks, `--filter=${filter}`, ...options], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Why the container suites did not run, as their own setup wrote it down; undefined when they did. */
function missingEngine(): string | undefined {
  const path = join(root, CONTAINER_SUITES, '.report/engine.json');
  if (!existsSync(path)) return undefined;
  const engine: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const isSkip = typeof engine === 'object' && engine !== null && 'skipped' in engine;
  return isSkip && typeof engine.skipped === 'string' ? engine.skipped : undefined;
}

// Ctrl-C reaches the children too; this process stays until they are gone, so that nothing is left running.
let interrupted = false;
process.on('SIGINT', () => {
  interrupted = true;
});

const folders = testedFolders(root);
clearReports(root, folders);
const packages = await turbo(['test', 'test:scripts'], `!./${CONTAINER_SUITES}`);
if (interrupted) process.exit(130);
const containers = await turbo(['test'], `./${CONTAINER_SUITES}`);
if (interrupted) process.exit(130);

const summary = summarise(readResults(root, folders));
const nameWidth = Math.max(...summary.packages.map(({ name }) => name.length));
console.log();
for (const { name, tally, note } of summary.packages) {
  console.log(`${name.padEnd(nameWidth)}  ${tallyLine(tally)}${note === undefined ? '' : ` (${note})`}`);
}

const reason = missingEngine();
if (reason !== undefined) {
  console.log();
  console.log(
    notice('THE CONTAINER SUITES DID NOT RUN', [
      reason,
      'Nothing was proved about the images, or about the proxy in front of real containers.',
      'Start Docker, or point DOCKER_HOST at an engine, and run the tests again.',
      'HOSTLER_E2E=required turns this skip into a failure.',
    ]),
  );
}

mkdirSync(dirname(join(root, SUMMARY)), { recursive: true });
writeFileSync(join(root, SUMMARY), `${JSON.stringify(summary, undefined, 2)}\n`);
console.log();
console.log(tallyLine(summary));
process.exitCode = packages === 0 && containers === 0 && summary.failed === 0 ? 0 : 1;
