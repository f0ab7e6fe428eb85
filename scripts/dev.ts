/**
 * `pnpm dev`: finds ports, writes a configuration, and runs the proxy (which starts anew when a source changes) and
 * five instances in two services until Ctrl-C. Everything it starts has ended within three seconds of that.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { devConfig, devServices } from '../packages/config/src/index.ts';
import { isFree } from './dev/free-port.ts';
import { watchJob } from './dev/job-watch.ts';
import { readEntry, renderLine } from './dev/log-entry.ts';
import { planPorts } from './dev/plan.ts';
import { Startup } from './dev/startup.ts';
import { stopFamily } from './dev/stop.ts';
import { tableText } from './dev/table.ts';
import { readTaskLine } from './dev/task-line.ts';
import { startTasks } from './dev/turbo.ts';

const ROOT = join(import.meta.dirname, '..');
const ADDRESS = '127.0.0.1';
const USUAL = { listenPort: 8080, adminPort: 9901, services: devServices() };
// The proxy's own shutdown takes up to a second; everything together must not take three.
const STOP_LIMITS = { leavesMs: 1600, allMs: 2400 };
const PATIENCE_MS = 20_000;

const { plan, notices } = await planPorts(USUAL, (port) => isFree(ADDRESS, port));
for (const notice of notices) console.log(notice);

const folder = mkdtempSync(join(tmpdir(), 'hostler-dev-'));
const configPath = join(folder, 'config.yaml');
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
writeFileSync(configPath, devConfig(plan));

const startup = new Startup(plan);
let stopping = false;

function show(line: string): void {
  const taskLine = readTaskLine(line);
  if (taskLine === undefined || stopping) return;
  const entry = readEntry(taskLine.text);
  const wasMissing = startup.missing.length > 0;
  if (entry !== undefined && startup.take(entry)) console.log(tableText(plan, startup.pids, configPath));
  else if (!(wasMissing && entry?.['msg'] === 'listening')) {
    console.log(`${taskLine.task.padEnd(10)} | ${renderLine(taskLine.text)}`);
  }
}

const starting = startTasks(
  ROOT,
  {
    HOSTLER_DEV_CONFIG: configPath,
    DOWNSTREAM_DEV_SERVICES: plan.services.map(({ name, ports }) => `${name}:${ports.join(',')}`).join(' '),
  },
  show,
);

async function stop(exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  const killed = await stopFamily((await starting).pid, STOP_LIMITS);
  if (killed > 0) console.log(`${killed} processes did not stop by themselves and were killed`);
  process.exit(exitCode);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
// A terminal that was closed takes no more lines; that must not keep us from stopping the rest.
process.stdout.on('error', () => {});
watchJob(() => void stop(0));
const patience = setTimeout(() => {
  if (startup.missing.length > 0) console.log(`still waiting for ${startup.missing.join(', ')}`);
}, PATIENCE_MS);
patience.unref();

const code = await (await starting).ended;
if (!stopping)
  console.log(`the tasks have ended${code === null ? '' : ` with exit code ${code}`}; see above`);
await stop(1);
