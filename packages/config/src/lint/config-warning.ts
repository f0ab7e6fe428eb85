import { formatPath } from '../problem.ts';
import type { YamlDocument } from '../yaml/read-yaml.ts';
import type { Finding, WarningKind } from './finding.ts';

/** Something valid that is hardly meant, with its place. */
export interface ConfigWarning {
  /** What sort of doubt; the one field to match on. */
  readonly kind: WarningKind;
  /** As it was given to the loader; null for configurations from code. */
  readonly file: string | null;
  /** From 1; null where there is no text. */
  readonly line: number | null;
  /** From 1, in UTF-16 units as in editors; null where there is no text. */
  readonly column: number | null;
  /** Such as `proxy.services[0].retry.attempts`. */
  readonly path: string;
  /** What will happen, as a clause without a full stop. */
  readonly what: string;
  /** What to write instead. */
  readonly fix: string;
}

/** One line for each: `file:line:column path: what. Fix: fix`. */
export function formatWarnings(warnings: readonly ConfigWarning[]): string {
  return warnings.map(formatWarning).join('\n');
}

function formatWarning({ file, line, column, path, what, fix }: ConfigWarning): string {
  const place = [file, line, column].filter((part) => part !== null).join(':');
  return `${place === '' ? '' : `${place} `}${path}: ${what}. Fix: ${fix}`;
}

/** Findings in a plain object, which has paths but no lines. */
export function warningsInObject(findings: readonly Finding[]): ConfigWarning[] {
  return findings.map(({ kind, path, what, fix }) => {
    return { kind, file: null, line: null, column: null, path: formatPath(path), what, fix };
  });
}

/** Findings in a file, in the order of the text. What stands in an anchored block is told once, where it was written. */
export function warningsInFile(
  findings: readonly Finding[],
  file: string,
  document: YamlDocument,
): ConfigWarning[] {
  const warnings = findings.map(({ kind, path, at, what, fix, relatedPath }): ConfigWarning => {
    const { line, column } = document.position({ path, at });
    const related = relatedPath === undefined ? null : document.position({ path: relatedPath, at: 'value' });
    const whole = related === null ? what : `${what} (line ${related.line})`;
    return { kind, file, line, column, path: formatPath(path), what: whole, fix };
  });
  const told = new Set<string>();
  return warnings
    .filter(({ line, column, what }) => told.size !== told.add(`${line}:${column} ${what}`).size)
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}
