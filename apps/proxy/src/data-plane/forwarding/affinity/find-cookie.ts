import { isSameName } from '@hostler/http';
import type { RawHeaders } from '@hostler/http';

const equals = 0x3d;
const quote = 0x22;
const space = 0x20;
const tab = 0x09;

/**
 * Looks through all `Cookie` lines for the first cookie with this name that `accept` takes.
 *
 * A cookie is what stands between two semicolons, whatever quotes there are (RFC 6265 4.2.1); its name ends at the first
 * `=`, is compared with its case, and a piece without `=` has none. Quotes around the whole value are no part of it.
 *
 * @param accept gets the value; answers `null` to look further
 */
export function findCookie<Found>(
  headers: RawHeaders,
  name: string,
  accept: (value: string) => Found | null,
): Found | null {
  for (let index = 0; index < headers.length; index += 2) {
    if (!isSameName(headers[index] ?? '', 'cookie')) continue;
    const found = findInLine(headers[index + 1] ?? '', name, accept);
    if (found !== null) return found;
  }
  return null;
}

function findInLine<Found>(
  line: string,
  name: string,
  accept: (value: string) => Found | null,
): Found | null {
  for (let start = 0; start < line.length;) {
    const semicolonAt = line.indexOf(';', start);
    const end = semicolonAt === -1 ? line.length : semicolonAt;
    while (start < end && isBlank(line.charCodeAt(start))) start++;
    if (line.startsWith(name, start) && line.charCodeAt(start + name.length) === equals) {
      const found = accept(valueIn(line, start + name.length + 1, end));
      if (found !== null) return found;
    }
    start = end + 1;
  }
  return null;
}

function valueIn(line: string, start: number, end: number): string {
  let from = start;
  let to = end;
  while (from < to && isBlank(line.charCodeAt(from))) from++;
  while (to > from && isBlank(line.charCodeAt(to - 1))) to--;
  const quoted = to - from >= 2 && line.charCodeAt(from) === quote && line.charCodeAt(to - 1) === quote;
  return quoted ? line.slice(from + 1, to - 1) : line.slice(from, to);
}

function isBlank(code: number): boolean {
  return code === space || code === tab;
}
