import path from 'node:path';
import type { Config } from './config.ts';
import { errorsInFile, errorsInObject } from './config-error.ts';
import type { ConfigError } from './config-error.ts';
import { warningsInFile } from './lint/config-warning.ts';
import type { ConfigWarning } from './lint/config-warning.ts';
import { lint } from './lint/lint.ts';
import { readConfigText } from './read-file.ts';
import { resolve } from './resolve/resolve.ts';
import { validate } from './validate/validate.ts';
import type { Environment } from './yaml/environment.ts';
import { readYaml } from './yaml/read-yaml.ts';

/** Where a configuration comes from. */
export interface ConfigSource {
  /** Read, unless `text` is given; in messages either way. */
  readonly file: string;
  /** The YAML itself, for what is not on disk. */
  readonly text?: string;
}

/** A configuration, or everything that is wrong with it at once, in the order of the text. Plain data, both. */
export type LoadResult =
  | {
      readonly ok: true;
      readonly config: Config;
      /** What is valid and hardly meant, in the order of the text. */
      readonly warnings: readonly ConfigWarning[];
    }
  | { readonly ok: false; readonly errors: readonly ConfigError[] };

/**
 * Loads a YAML configuration: reads it, fills in the environment, validates it and resolves every default. Never
 * throws: a missing file and broken YAML are errors like all others.
 * @param environment what `${NAME}` may name; usually `process.env`
 */
export function loadConfig(source: ConfigSource, environment: Environment): LoadResult {
  const { file } = source;
  const read = source.text === undefined ? readConfigText(file) : { ok: true as const, text: source.text };
  if (!read.ok)
    return { ok: false, errors: errorsInObject([read.problem]).map((error) => ({ ...error, file })) };
  const document = readYaml(read.text, environment);
  const validated = document.complete ? validate(document.value) : null;
  if (validated?.ok === true && document.problems.length === 0) {
    const config = resolve(validated.settings, validated.blocks, path.dirname(path.resolve(file)));
    return { ok: true, config, warnings: warningsInFile(lint(config, document.value), file, document) };
  }
  const invalid = validated === null || validated.ok ? [] : validated.problems;
  return { ok: false, errors: errorsInFile([...document.problems, ...invalid], file, document) };
}
