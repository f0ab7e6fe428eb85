import { jsonSchema } from '@hostler/config';
import { exit } from './exit.ts';
import type { ExitCode, Terminal } from './exit.ts';

/** `hostler schema`: the JSON Schema that editors check a configuration with. */
export function schema(terminal: Terminal): ExitCode {
  terminal.out(`${JSON.stringify(jsonSchema(), null, 2)}\n`);
  return exit.ok;
}
