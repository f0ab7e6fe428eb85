import { formatPath } from './problem.ts';
import type { Problem, ProblemKind } from './problem.ts';
import type { YamlDocument } from './yaml/read-yaml.ts';

/** One mistake in a configuration, with all that is needed to correct it. */
export interface ConfigError {
  /** What sort of mistake; the one field to match on. */
  readonly kind: ProblemKind;
  /** As it was given to the loader; null for configurations from code. */
  readonly file: string | null;
  /** From 1; null where there is no text. */
  readonly line: number | null;
  /** From 1, in UTF-16 units as in editors; null where there is no text. */
  readonly column: number | null;
  /** Such as `proxy.services[0].hosts[1].port`; '' for the document as a whole. */
  readonly path: string;
  readonly got: string;
  readonly expected: string;
  /** What to type instead. */
  readonly fix: string;
}

/** One line for each error: `file:line:column path: got X, expected Y. Fix: Z`. */
export function formatErrors(errors: readonly ConfigError[]): string {
  return errors.map(formatError).join('\n');
}

function formatError({ file, line, column, path, got, expected, fix }: ConfigError): string {
  const place = [file, line, column].filter((part) => part !== null).join(':');
  const where = [place, path].filter((part) => part !== '').join(' ');
  return `${where === '' ? '' : `${where}: `}got ${got}, expected ${expected}. Fix: ${fix}`;
}

/** Problems of a plain object, which has paths but no lines. */
export function errorsInObject(problems: readonly Problem[]): ConfigError[] {
  return problems.map((problem) => toError(problem, null, null, problem.got));
}

/** Problems of a file with their places, in the order of the text. One place gives one error of its kind. */
export function errorsInFile(
  problems: readonly Problem[],
  file: string,
  document: YamlDocument,
): ConfigError[] {
  const errors = problems.map((problem) => {
    const { relatedPath } = problem;
    if (relatedPath === undefined) return toError(problem, file, document.position(problem), problem.got);
    const { line } = document.position({ path: relatedPath, at: 'value' });
    return toError(problem, file, document.position(problem), `${problem.got} (line ${line})`);
  });
  return withoutEchoes(errors).sort(
    (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
}

function toError(
  { kind, path, expected, fix }: Problem,
  file: string | null,
  position: { line: number; column: number } | null,
  got: string,
): ConfigError {
  const { line = null, column = null } = position ?? {};
  return { kind, file, line, column, path: formatPath(path), got, expected, fix };
}

/**
 * Drops what only repeats another error: what an unset variable or an unresolved alias does to the field around it, and
 * a mistake in an anchored block for each place that uses it.
 */
function withoutEchoes(errors: readonly ConfigError[]): ConfigError[] {
  const causes = new Map<string, ConfigError>();
  for (const error of errors.filter(isCause)) {
    const place = placeOf(error);
    if (!causes.has(place)) causes.set(place, error);
  }
  const seen = new Set<string>();
  return errors.filter((error) => {
    const place = placeOf(error);
    const cause = causes.get(place);
    if (cause !== undefined) return cause === error;
    const mistake = `${place} ${error.got} ${error.expected}`;
    return seen.size !== seen.add(mistake).size;
  });
}

function isCause({ kind }: ConfigError): boolean {
  return kind === 'environment' || kind === 'syntax';
}

function placeOf({ line, column }: ConfigError): string {
  return `${line}:${column}`;
}
