import { readFileSync, statSync } from 'node:fs';
import type { Problem } from './problem.ts';

/** A file of 10,000 services has 2 MiB. */
const largestFileBytes = 32 * 1_048_576;

export type FileText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: Problem };

/** The text of a configuration file, in UTF-8. Never throws. */
export function readConfigText(file: string): FileText {
  try {
    // Pipes and devices have no size; they are what `-c /dev/stdin` is.
    const { size } = statSync(file);
    if (size > largestFileBytes)
      return failed(`a file of ${size} bytes`, 'at most 32MiB', 'split the configuration');
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)) };
  } catch (error) {
    return explain(error);
  }
}

function explain(error: unknown): FileText {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return failed(
        'no such file',
        'a configuration file',
        'correct the path, or write one with "hostler generate"',
      );
    case 'EISDIR':
      return failed('a directory', 'a configuration file', 'name the file in it, such as config.yaml');
    case 'EACCES':
    case 'EPERM':
      return failed(
        'a file that may not be read',
        'a readable file',
        'let the user that runs hostler read it',
      );
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return failed('bytes that are not UTF-8', 'a text file in UTF-8', 'save it in UTF-8');
    default:
      return failed(
        `an error of the system (${code || String(error)})`,
        'a readable file',
        'see what the system says',
      );
  }
}

function failed(got: string, expected: string, fix: string): FileText {
  return { ok: false, problem: { kind: 'file', path: [], at: 'value', got, expected, fix } };
}
