import { formatErrors, loadConfig } from '@hostler/config';
import type { Config, ConfigWarning } from '@hostler/config';
import type { Terminal } from './exit.ts';
import { defaultConfigFiles, findConfig } from './find-config.ts';

/** A configuration and the file that it came from. */
export interface Loaded {
  readonly file: string;
  readonly config: Config;
  /** What is valid and hardly meant. */
  readonly warnings: readonly ConfigWarning[];
}

/** Reads the named configuration or the usual one. @returns `null` after having said what is wrong */
export function load(named: string | undefined, terminal: Terminal): Loaded | null {
  const file = findConfig(named);
  if (file === null) {
    terminal.err(
      `No configuration: neither ${defaultConfigFiles.join(' nor ')} is there. ` +
        'Fix: name one with -c FILE, or write one with `hostler generate --sub-domain my-service`.\n',
    );
    return null;
  }
  const result = loadConfig({ file }, process.env);
  if (!result.ok) {
    terminal.err(`${formatErrors(result.errors)}\n`);
    return null;
  }
  return { file, config: result.config, warnings: result.warnings };
}
