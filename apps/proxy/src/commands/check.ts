import { formatWarnings } from '@hostler/config';
import { testRoutes } from '../control-plane/configuration/test-routes.ts';
import { failedTestLine } from '../explain/failed-test-line.ts';
import { exit } from './exit.ts';
import type { ExitCode, Terminal } from './exit.ts';
import { load } from './load.ts';
import type { Loaded } from './load.ts';

/**
 * `hostler check`: every problem of a configuration at once, or that there is none. Runs its tests as a reload does, and
 * warns of what is valid and hardly meant, which is no reason to fail.
 * @returns `usage` for an invalid configuration, `failed` for a valid one with tests that fail
 */
export async function check(named: string | undefined, terminal: Terminal): Promise<ExitCode> {
  const loaded = load(named, terminal);
  if (loaded === null) return exit.usage;
  const { file, config, warnings } = loaded;
  if (warnings.length > 0) terminal.err(`${formatWarnings(warnings)}\n`);
  const failed = await testRoutes(config);
  for (const test of failed) terminal.err(`${failedTestLine(test)}\n`);
  if (failed.length > 0) {
    terminal.err(`${failed.length} of ${count(config.tests.length, 'test')} failed.\n`);
    return exit.failed;
  }
  terminal.out(`${file} is valid: ${contents(loaded)}.\n`);
  return exit.ok;
}

function contents({ config: { services, tests }, warnings }: Loaded): string {
  const discovered = services.filter(({ discovery }) => discovery !== null).length;
  const endpoints = services.reduce((sum, { hosts }) => sum + hosts.length, 0);
  return [
    `${count(services.length, 'service')}${discovered === 0 ? '' : ` (${discovered} with discovery)`}`,
    count(endpoints, 'endpoint'),
    ...(tests.length === 0 ? [] : [`${count(tests.length, 'test')} passed`]),
    ...(warnings.length === 0 ? [] : [count(warnings.length, 'warning')]),
  ].join(', ');
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
