import { writeFileSync } from 'node:fs';
import type { ConfigError } from '../config-error.ts';

export type WriteResult = { readonly ok: true } | { readonly ok: false; readonly error: ConfigError };

/** Writes a configuration file. One that is there already stays as it is unless `force` is set. Never throws. */
export function writeConfig(
  text: string,
  { file, force = false }: { file: string; force?: boolean },
): WriteResult {
  try {
    writeFileSync(file, text, { flag: force ? 'w' : 'wx' });
    return { ok: true };
  } catch (error) {
    return { ok: false, error: explain(error, file) };
  }
}

function explain(error: unknown, file: string): ConfigError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'EEXIST':
      return failed(
        file,
        'a file that is there already',
        'no file of that name',
        'choose another with -o, or --force',
      );
    case 'ENOENT':
    case 'ENOTDIR':
      return failed(
        file,
        'no such directory',
        'a path in a directory that exists',
        'create the directory first',
      );
    case 'EISDIR':
      return failed(
        file,
        'a directory',
        'the path of a file',
        `name a file in it, such as ${file}/config.yaml`,
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return failed(
        file,
        'a place that may not be written',
        'a writable directory',
        'choose another with -o',
      );
    default:
      return failed(
        file,
        `an error of the system (${code || String(error)})`,
        'a writable file',
        'see what it says',
      );
  }
}

function failed(file: string, got: string, expected: string, fix: string): ConfigError {
  return { kind: 'file', file, line: null, column: null, path: '', got, expected, fix };
}
