import { ConfigInvalid } from '../define-config.ts';
import { checkOptions } from './options.ts';
import type { GenerateOptions } from './options.ts';

/** What to type after a configuration was generated. */
export interface NextSteps {
  /** Starts the proxy with the file. */
  readonly start: string;
  /** Sends it a request. */
  readonly curl: string;
}

/**
 * The two lines to copy into a shell after `generateConfig(options)` was written to `file`.
 * @throws ConfigInvalid like `generateConfig`
 */
export function nextSteps(options: GenerateOptions, file: string, command = 'hostler'): NextSteps {
  const { checked, errors } = checkOptions(options);
  if (errors.length > 0) throw new ConfigInvalid(errors);
  const { subDomain, companyDomain, ingressPort } = checked;
  // Port 0 is known only when the proxy runs; its first log line says it.
  const port = ingressPort === 0 ? '<port>' : String(ingressPort);
  return {
    start: `${command} start -c ${shellWord(file)}`,
    curl: `curl -H 'Host: ${subDomain}.${companyDomain}' http://127.0.0.1:${port}/`,
  };
}

function shellWord(text: string): string {
  return /^[\w./@%+=:,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
