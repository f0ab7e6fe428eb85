import { ConfigInvalid, formatErrors, generateConfig, nextSteps, writeConfig } from '@hostler/config';
import { exit } from './exit.ts';
import type { ExitCode, Terminal } from './exit.ts';

/** Options of `hostler generate` as the command line gives them. */
export interface GenerateFlags {
  readonly subDomain: string;
  readonly ingressPort: string;
  readonly targetPort?: string;
  readonly companyDomain: string;
  /** Addresses separated by commas. */
  readonly hosts?: string;
  /** `-` is stdout. */
  readonly output: string;
  readonly force: boolean;
}

/** `hostler generate`: writes a configuration, and says how to start it and send it a request. */
export function generate(flags: GenerateFlags, terminal: Terminal): ExitCode {
  const { output, force, hosts, targetPort, ...names } = flags;
  const options = {
    ...names,
    ...(targetPort === undefined ? {} : { targetPort }),
    ...(hosts === undefined ? {} : { hosts: hosts.split(',').map((host) => host.trim()) }),
  };
  try {
    const text = generateConfig(options);
    if (output === '-') {
      terminal.out(text);
      return exit.ok;
    }
    const written = writeConfig(text, { file: output, force });
    if (!written.ok) {
      terminal.err(`${formatErrors([written.error])}\n`);
      return exit.failed;
    }
    const { start, curl } = nextSteps(options, output);
    terminal.out(`Wrote ${output}. Start the proxy, then send it a request:\n\n  ${start}\n  ${curl}\n`);
    return exit.ok;
  } catch (error) {
    if (!(error instanceof ConfigInvalid)) throw error;
    terminal.err(`${formatErrors(error.errors)}\n`);
    return exit.usage;
  }
}
