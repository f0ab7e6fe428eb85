import * as z from 'zod';
import { drillReport, fault } from '../admin/schemas/drill.ts';
import { longestDrillMs, parseDrillDuration } from '../control-plane/drill/drill-times.ts';
import { drillTable } from './drill-table.ts';
import { DrillWatch } from './drill-watch.ts';
import { exit } from './exit.ts';
import type { ExitCode, Terminal } from './exit.ts';
import { asJson, asText } from './remote/answers.ts';
import type { RemoteEnvironment, RemoteFlags } from './remote/flags.ts';
import { onAll } from './remote/on-all.ts';
import { parseTimeout } from './remote/timeout.ts';

/** What `--fault` takes. */
export const drillFaults: readonly string[] = fault.options;

/** What `hostler drill` takes. */
export interface DrillFlags extends RemoteFlags {
  readonly service: string;
  /** One of `drillFaults`. */
  readonly fault: string;
  /** Such as `10s`. */
  readonly for: string;
  /** `address:port`. */
  readonly endpoint?: string;
  readonly force: boolean;
  readonly json: boolean;
}

const answered = z.object({ report: drillReport });

/**
 * `hostler drill`: treats an endpoint as failing, on every replica that is named at the same time.
 * @returns `failed` also for a verdict that is not `pass`
 */
export async function drillCommand(
  flags: DrillFlags,
  terminal: Terminal,
  environment: RemoteEnvironment,
): Promise<ExitCode> {
  const forMs = parseDrillDuration(flags.for);
  if (forMs === null) {
    terminal.err(`"${flags.for}" is no duration of a drill. Fix: write 100ms to 5m, such as --for 10s.\n`);
    return exit.usage;
  }
  // Whoever cannot answer this would keep the drill's own call waiting for as long as a drill may take.
  const watch = new DrillWatch(flags, terminal, environment);
  const reached = await watch.begin();
  if (reached !== exit.ok) return reached;
  const { service, fault: kind, endpoint, force } = flags;
  const body = {
    service,
    fault: kind,
    for: flags.for,
    force,
    ...(endpoint === undefined ? {} : { endpoint }),
  };
  const timeoutMs = longestDrillMs(forMs) + (parseTimeout(flags.timeout) ?? 0);
  let passed = true;
  const code = await onAll(
    { method: 'POST', path: '/api/v1/drill', body },
    { ...flags, timeout: `${Math.ceil(timeoutMs / 1000)}s` },
    (done) => {
      watch.end();
      passed = done.every(({ answer }) => answered.safeParse(answer).data?.report.verdict === 'pass');
      return flags.json ? asJson(done) : asText(done, answered, ({ report }) => drillTable(report));
    },
    terminal,
    environment,
  );
  watch.end();
  return passed ? code : exit.failed;
}
