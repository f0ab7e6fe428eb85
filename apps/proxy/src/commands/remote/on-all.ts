import { exit } from '../exit.ts';
import type { ExitCode, Terminal } from '../exit.ts';
import { callReplica } from './call.ts';
import type { CallResult, RemoteCall } from './call.ts';
import type { RemoteEnvironment, RemoteFlags } from './flags.ts';
import { replicasOf } from './replicas.ts';
import { targetsOf } from './targets.ts';
import type { Target } from './targets.ts';
import { parseTimeout } from './timeout.ts';

/** What to print of the replicas that did what they were asked. */
export type Print = (done: readonly Extract<CallResult, { ok: true }>[]) => string;

/**
 * Calls every replica at the same time and prints what came of each. What an operator sets holds on one replica, so that
 * leaving one out silently would be a mistake.
 * @returns `failed` when one of them did not do it, or was not reached
 */
export async function onAll(
  call: RemoteCall,
  flags: RemoteFlags,
  print: Print,
  terminal: Terminal,
  { env, lookUp }: RemoteEnvironment,
): Promise<ExitCode> {
  const timeoutMs = parseTimeout(flags.timeout);
  if (timeoutMs === null) {
    terminal.err(`"${flags.timeout}" is no timeout. Fix: write one such as --timeout 10s.\n`);
    return exit.usage;
  }
  const targets = targetsOf(flags, terminal, env);
  if (targets === null) return exit.usage;
  const results = (
    await Promise.all(targets.map((target) => callAll(target, call, timeoutMs, lookUp)))
  ).flat();
  const done = results.filter((result) => result.ok);
  if (done.length > 0) terminal.out(print(done));
  const failed = results.filter((result) => !result.ok);
  for (const result of failed) terminal.err(failure(result));
  if (failed.length === 0) return exit.ok;
  if (results.length > 1) terminal.err(`${failed.length} of ${results.length} replicas failed.\n`);
  return exit.failed;
}

async function callAll(
  target: Target,
  call: RemoteCall,
  timeoutMs: number,
  lookUp: RemoteEnvironment['lookUp'],
): Promise<readonly CallResult[]> {
  const found = await replicasOf(target, lookUp);
  if (found.ok) return Promise.all(found.replicas.map((replica) => callReplica(replica, call, timeoutMs)));
  const fix = 'Check the name, or call an address.';
  return [{ ok: false, who: target.url.host, message: found.reason, fix, details: [] }];
}

function failure({ who, message, fix, details }: Extract<CallResult, { ok: false }>): string {
  const lines = [`failed  ${who}: ${message} Fix: ${fix}`, ...details.map((detail) => `          ${detail}`)];
  return `${lines.join('\n')}\n`;
}
