/** Lines as people write them, read as fields. */
export type HeaderLines =
  | { readonly ok: true; /** Names and values in turn. */ readonly headers: readonly string[] }
  | { readonly ok: false; readonly wrong: string };

/** @param lines `Name: value` each */
export function readHeaderLines(lines: readonly string[]): HeaderLines {
  const headers: string[] = [];
  for (const line of lines) {
    const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) return { ok: false, wrong: line };
    headers.push(name, value);
  }
  return { ok: true, headers };
}
