/** A path as routing sees it. What is sent on is the raw path. */
export interface MatchPath {
  /** Unreserved characters decoded, other escapes in capitals, dot segments removed. */
  readonly path: string;
  /** Whether the raw path has a `.` or `..` segment, encoded ones (`%2e`) included. */
  readonly hadDotSegments: boolean;
}

/** Anything that makes the routing copy differ from the raw path. Most paths have none of it. */
const NOT_NORMAL = /%|\/\.|[\x80-\xff]/;
const ESCAPE_OR_OCTET = /%[\dA-Fa-f]{2}|[\x80-\xff]/g;
const UNRESERVED = /[\w\-.~]/;
const DOT_SEGMENT = /\/\.\.?(?:\/|$)/;

/**
 * The normalised copy of a raw path, by which it is routed: two spellings of one path (RFC 3986 6.2.2) give one copy,
 * so that `/%61dmin` and `/x/../admin` cannot reach around the route of `/admin`. Unreserved escapes are decoded
 * (6.2.2.2), the rest is put in capitals (6.2.2.1) and stays: `%2F`, `%5C` and `%00` are not what they encode. Raw
 * octets above 127 are encoded. Dot segments are removed (5.2.4), one that climbs above the root stays at the root.
 * Never throws; a `%` that begins no escape is left alone.
 *
 * @param rawPath without the query, latin1
 */
export function matchPath(rawPath: string): MatchPath {
  if (!NOT_NORMAL.test(rawPath)) return { path: rawPath, hadDotSegments: false };
  const decoded = decodeUnreserved(rawPath);
  if (!DOT_SEGMENT.test(decoded)) return { path: decoded, hadDotSegments: false };
  return { path: removeDotSegments(decoded), hadDotSegments: true };
}

/**
 * Whether a path's dot segments keep below its own beginning: `/api/a/../b` stays within `/api`, `/api/../api/b` leaves
 * it on the way. An endpoint behind `/api` that resolves dot segments itself would leave it too.
 *
 * @param rawPath literally begins with `prefix`
 * @param prefix without a final slash; '' is the root, which is left by climbing above it
 */
export function staysWithin(rawPath: string, prefix: string): boolean {
  let depth = 0;
  for (const segment of decodeUnreserved(rawPath.slice(prefix.length)).split('/').slice(1)) {
    if (segment === '..') depth--;
    else if (segment !== '.') depth++;
    if (depth < 0) return false;
  }
  return true;
}

function decodeUnreserved(path: string): string {
  return path.replaceAll(ESCAPE_OR_OCTET, (match) => {
    if (match.length === 1) return `%${match.charCodeAt(0).toString(16).toUpperCase()}`;
    const character = String.fromCharCode(Number.parseInt(match.slice(1), 16));
    return UNRESERVED.test(character) ? character : match.toUpperCase();
  });
}

/** RFC 3986 5.2.4 for absolute paths. Empty segments are segments: `/a//../b` is `/a/b`. */
function removeDotSegments(path: string): string {
  const segments = path.split('/').slice(1);
  const kept: string[] = [];
  for (const segment of segments) {
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
  }
  // A final dot segment names a directory: `/a/b/..` is `/a/`, not `/a`.
  const last = segments.at(-1);
  if (last === '.' || last === '..') kept.push('');
  return `/${kept.join('/')}`;
}
