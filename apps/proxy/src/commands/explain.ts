import { isIP } from 'node:net';
import type { Config } from '@hostler/config';
import { methodPattern } from '../explain/asked-request.ts';
import type { AskedRequest } from '../explain/asked-request.ts';
import { explain } from '../explain/explain.ts';
import type { Explanation } from '../explain/explanation.ts';
import { formatExplanation } from '../explain/format-explanation.ts';
import { readHeaderLines } from '../explain/header-lines.ts';
import { systemClock } from '../clock.ts';
import { DataPlane } from '../data-plane/data-plane.ts';
import { createLog } from '../telemetry/logger.ts';
import { exit } from './exit.ts';
import type { ExitCode, Terminal } from './exit.ts';
import { load } from './load.ts';
import { explainRunning } from './remote/explain-running.ts';
import type { RemoteEnvironment, RemoteFlags } from './remote/flags.ts';

/** What `hostler explain` was told beside the URL. */
export interface ExplainFlags extends RemoteFlags {
  readonly request: string;
  /** `Name: value` each. */
  readonly header: readonly string[];
  readonly from: string;
  readonly json: boolean;
}

/**
 * `hostler explain URL`: what a proxy with this configuration would do with a request. Nothing is sent and nothing is
 * dialled, so endpoints are as they are before the first request. With `--admin` running proxies are asked in its place.
 */
export async function explainCommand(
  url: string,
  flags: ExplainFlags,
  terminal: Terminal,
  environment: RemoteEnvironment,
): Promise<ExitCode> {
  const { request: method, from } = flags;
  const lines = readHeaderLines(flags.header);
  if (!lines.ok) {
    terminal.err(`"${lines.wrong}" is no header field. Fix: write -H 'Name: value'.\n`);
    return exit.usage;
  }
  if (!methodPattern.test(method)) {
    terminal.err(`"${method}" is no method. Fix: write one such as -X POST.\n`);
    return exit.usage;
  }
  if (isIP(from) === 0) {
    terminal.err(`"${from}" is no IP address. Fix: write one such as --from 192.0.2.1.\n`);
    return exit.usage;
  }
  if (flags.admin.length > 0)
    return explainRunning({ url, method, headers: flags.header, from }, flags, terminal, environment);
  const loaded = load(flags.config, terminal);
  if (loaded === null) return exit.usage;
  const explanation = await explainAtRest(loaded.config, { url, method, headers: lines.headers, from });
  if (explanation === null) {
    terminal.err(`Cannot explain "${url}". Fix: write a whole URL such as http://shop.example.com/path.\n`);
    return exit.usage;
  }
  terminal.out(flags.json ? `${JSON.stringify(explanation, null, 2)}\n` : formatExplanation(explanation));
  return exit.ok;
}

async function explainAtRest(config: Config, question: AskedRequest): Promise<Explanation | null> {
  const log = createLog(2);
  const plane = new DataPlane(config, {
    clock: systemClock,
    random: Math.random,
    logger: log.logger,
    accessLog: () => null,
  });
  const explanation = explain(plane.snapshot, question);
  plane.close();
  await log.close();
  return explanation;
}
