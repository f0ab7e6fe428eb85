import { exit } from './exit.ts';
import type { ExitCode, Terminal } from './exit.ts';
import { load } from './load.ts';

/** `hostler check`: every problem of a configuration at once, or that there is none. */
export function check(named: string | undefined, terminal: Terminal): ExitCode {
  const loaded = load(named, terminal);
  if (loaded === null) return exit.usage;
  const { services } = loaded.config;
  const endpoints = services.reduce((sum, service) => sum + service.hosts.length, 0);
  terminal.out(
    `${loaded.file} is valid: ${count(services.length, 'service')}, ${count(endpoints, 'endpoint')}.\n`,
  );
  return exit.ok;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
