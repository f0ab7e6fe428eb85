import { explain } from '../explain/explain.ts';
import { formatExplanation } from '../explain/format-explanation.ts';
import { systemClock } from '../clock.ts';
import { DataPlane } from '../data-plane/data-plane.ts';
import { createLog } from '../telemetry/logger.ts';
import { exit } from './exit.ts';
import type { ExitCode, Terminal } from './exit.ts';
import { load } from './load.ts';

/** What `hostler explain` was told beside the URL. */
export interface ExplainFlags {
  readonly config?: string;
  readonly request: string;
  /** `Name: value` each. */
  readonly header: readonly string[];
  readonly from: string;
  readonly json: boolean;
}

/**
 * `hostler explain URL`: what a proxy with this configuration would do with a request. Nothing is sent and nothing is
 * dialled, so endpoints are as they are before the first request.
 */
export async function explainCommand(
  url: string,
  flags: ExplainFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const headers = parseHeaders(flags.header, terminal);
  if (headers === null) return exit.usage;
  const loaded = load(flags.config, terminal);
  if (loaded === null) return exit.usage;
  const log = createLog(2);
  const plane = new DataPlane(loaded.config, {
    clock: systemClock,
    random: Math.random,
    logger: log.logger,
    accessLog: () => null,
  });
  const explanation = explain(plane.snapshot, { url, method: flags.request, headers, from: flags.from });
  plane.close();
  await log.close();
  if (explanation === null) {
    terminal.err(`Cannot explain "${url}". Fix: write a whole URL such as http://shop.example.com/path.\n`);
    return exit.usage;
  }
  terminal.out(flags.json ? `${JSON.stringify(explanation, null, 2)}\n` : formatExplanation(explanation));
  return exit.ok;
}

/** `Name: value` lines as names and values in turn; `null` after having said which is none. */
export function parseHeaders(lines: readonly string[], terminal: Terminal): string[] | null {
  const headers: string[] = [];
  for (const line of lines) {
    const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      terminal.err(`"${line}" is no header field. Fix: write -H 'Name: value'.\n`);
      return null;
    }
    headers.push(name, value);
  }
  return headers;
}
