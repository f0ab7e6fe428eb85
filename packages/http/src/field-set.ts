/** Names of fields, asked with names as they came. */
export interface FieldSet {
  /** Whether the field is one of the set, whatever its case. */
  has(name: string): boolean;
}

interface Patterns {
  /** Exact names by their length: most names are ruled out by one array read. */
  readonly byLength: readonly (readonly string[] | undefined)[];
  readonly prefixes: readonly string[];
}

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
  const byLength: string[][] = [];
  const prefixes: string[] = [];
  for (const name of names) {
    if (name.endsWith('*')) prefixes.push(name.slice(0, -1));
    else (byLength[name.length] ??= []).push(name);
  }
  return { byLength: Array.from(byLength), prefixes };
}

function matches({ byLength, prefixes }: Patterns, name: string): boolean {
  const candidates = byLength[name.length];
  if (candidates !== undefined) {
    for (const candidate of candidates) if (startsWithName(name, candidate)) return true;
  }
  for (const prefix of prefixes) if (startsWithName(name, prefix)) return true;
  return false;
}

function startsWithName(name: string, lowerPrefix: string): boolean {
  if (name.length < lowerPrefix.length) return false;
  for (let index = 0; index < lowerPrefix.length; index++) {
    let code = name.charCodeAt(index);
    if (code >= 0x41 && code <= 0x5a) code += 0x20;
    else if (code === 0x5f) code = 0x2d;
    if (code !== lowerPrefix.charCodeAt(index)) return false;
  }
  return true;
}
