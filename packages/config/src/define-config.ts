import type { Config } from './config.ts';
import { errorsInObject, formatErrors } from './config-error.ts';
import type { ConfigError } from './config-error.ts';
import { warningsInObject } from './lint/config-warning.ts';
import { lint } from './lint/lint.ts';
import type { LoadResult } from './load-config.ts';
import { resolve } from './resolve/resolve.ts';
import { validate } from './validate/validate.ts';

/** Thrown for a configuration from code; `errors` has every problem at once, and the message lists them. */
export class ConfigInvalid extends Error {
  override readonly name = 'ConfigInvalid';
  readonly code = 'HOSTLER_CONFIG_INVALID';
  readonly errors: readonly ConfigError[];

  constructor(errors: readonly ConfigError[]) {
    super(`The configuration is not valid.\n${formatErrors(errors)}`);
    this.errors = errors;
  }
}

/**
 * The same language as in a file, as a plain object: `{ proxy: { services: [...] } }`. Nothing is read from the
 * environment; strings are taken as they are, and paths of files are relative to the working directory. The type `ConfigInput` helps editors to complete it.
 */
export function parseConfigObject(input: unknown): LoadResult {
  const validated = validate(input);
  if (validated.ok) {
    const config = resolve(validated.settings, validated.blocks, process.cwd());
    return { ok: true, config, warnings: warningsInObject(lint(config, input)) };
  }
  return { ok: false, errors: errorsInObject(validated.problems) };
}

/**
 * `parseConfigObject` for callers that cannot go on without a configuration.
 * @throws ConfigInvalid with every problem
 */
export function defineConfig(input: unknown): Config {
  const parsed = parseConfigObject(input);
  if (!parsed.ok) throw new ConfigInvalid(parsed.errors);
  return parsed.config;
}
