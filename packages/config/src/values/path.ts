import { matchPath } from '@hostler/http';
import { accept, refuse } from './value-type.ts';
import type { Refusal, ValueType } from './value-type.ts';

const exampleOfEscaping = 'escape it, as in a%20b';

/**
 * A prefix of whole path segments in the form in which requests are matched: no trailing slash except in `/` itself,
 * no dot segments, nothing escaped that needs no escape, escapes in upper case (RFC 3986 6.2.2).
 */
export const pathPrefix: ValueType<string> = {
  expected: 'a path such as /api',
  json: [{ type: 'string', pattern: '^/' }],
  parse(value) {
    // What nearly every route has.
    if (value === '/') return accept(value);
    const refusal = refusePath(value);
    if (refusal !== null) return refusal;
    const path = matchPath(String(value)).path;
    if (path.includes('//')) return refuse('write one slash between segments');
    return accept(path === '/' ? path : path.replace(/\/$/, ''));
  },
};

/** One path, compared whole with the path of a request, or false. */
export const pathOrFalse: ValueType<string | false> = {
  expected: 'a path such as /healthz, or false',
  json: [{ const: false }, { type: 'string', pattern: '^/' }],
  parse(value) {
    if (value === false) return accept(false);
    const refusal = refusePath(value);
    return refusal ?? accept(matchPath(String(value)).path);
  },
};

function refusePath(value: unknown): Refusal | null {
  if (typeof value !== 'string') return refuse('write a path that begins with /');
  if (!value.startsWith('/'))
    return refuse(value.includes('://') ? 'leave out scheme and host' : `write /${value}`);
  if (/[?#]/.test(value)) return refuse('leave out the query and the fragment: only paths are compared');
  if (value.includes('*')) return refuse('leave out the "*": a path takes all the paths below it');
  const strange = /[^\w\-.~!$&'()+,;=:@%/]/u.exec(value)?.[0];
  if (strange !== undefined)
    return refuse(`write ${encodeURIComponent(strange.toWellFormed())} for ${JSON.stringify(strange)}`);
  if (/%(?![0-9A-Fa-f]{2})/.test(value))
    return refuse(`put two hexadecimal digits after "%": ${exampleOfEscaping}`);
  return refuseEscapes(value) ?? refuseDots(value);
}

/** Requests are matched with these decoded, so a prefix that has them would never match. */
function refuseEscapes(path: string): Refusal | null {
  for (const [escape] of path.matchAll(/%[0-9A-Fa-f]{2}/g)) {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    if (/[\w\-.~]/.test(character)) return refuse(`write ${character} for ${escape}`);
  }
  return null;
}

function refuseDots(path: string): Refusal | null {
  const dots = path.split('/').some((segment) => segment === '.' || segment === '..');
  return dots ? refuse('write the path without "." and ".." segments') : null;
}
