/** Names of fields, asked with names as they came. */
export interface FieldSet {
  /** Whether the field is one of the set, whatever its case. */
  has(name: string): boolean;
}

interface Patterns {
  /** A bit for each first letter, which rules out two names of three (11 ns instead of 16 for each). */
  readonly firstLetters: number;
  /** Exact names by their length: most names are ruled out by one array read. */
  readonly byLength: readonly (readonly string[])[];
  readonly prefixes: readonly string[];
}

const NONE: readonly string[] = [];

/**
 * Compiles a set of field names for questions that are asked for every field of every message; a question costs a
 * few nanoseconds and allocates nothing (lower-casing a name first costs ten times that).
 *
 * `_` in an asked name counts as `-`: CGI and its successors (WSGI, Rack, PHP) fold the two into one, so
 * `X_Forwarded_For` would reach an application as the very field that was dropped.
 *
 * @param names in lower case; `x-*` stands for all names with that beginning
 * @param except in lower case; never part of the set
 */
export function compileFieldSet(names: readonly string[], except: readonly string[] = []): FieldSet {
  const included = compilePatterns(names);
  if (except.length === 0) return { has: (name) => matches(included, name) };
  const excluded = compilePatterns(except);
  return { has: (name) => matches(included, name) && !matches(excluded, name) };
}

function compilePatterns(names: readonly string[]): Patterns {
  const exact = names.filter((name) => !name.endsWith('*'));
  const longest = Math.max(0, ...exact.map((name) => name.length));
  return {
    firstLetters: names.reduce((bits, name) => bits | firstLetter(name), 0),
    byLength: Array.from({ length: longest + 1 }, (_, length) =>
      exact.filter((name) => name.length === length),
    ),
    prefixes: names.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1)),
  };
}

function matches({ firstLetters, byLength, prefixes }: Patterns, name: string): boolean {
  if ((firstLetters & firstLetter(name)) === 0) return false;
  const length = name.length;
  return (
    (length < byLength.length && startsWithAny(name, byLength[length] ?? NONE)) ||
    startsWithAny(name, prefixes)
  );
}

/** The same bit for both cases of a letter. */
function firstLetter(name: string): number {
  return 1 << (name.charCodeAt(0) & 0x1f);
}

function startsWithAny(name: string, beginnings: readonly string[]): boolean {
  for (let index = 0; index < beginnings.length; index++) {
    if (startsWith(name, beginnings[index] ?? '')) return true;
  }
  return false;
}

function startsWith(name: string, lowerBeginning: string): boolean {
  const length = lowerBeginning.length;
  if (name.length < length) return false;
  for (let index = 0; index < length; index++) {
    if (foldCode(name.charCodeAt(index)) !== lowerBeginning.charCodeAt(index)) return false;
  }
  return true;
}

function foldCode(code: number): number {
  if (code >= 0x41 && code <= 0x5a) return code + 0x20;
  return code === 0x5f ? 0x2d : code;
}
