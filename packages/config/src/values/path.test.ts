import { matchPath } from '@hostler/http';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathOrFalse, pathPrefix } from './path.ts';

describe('pathPrefix', () => {
  it.each([
    ['the root', '/', '/'],
    ['a segment', '/api', '/api'],
    ['a trailing slash, which it drops', '/api/', '/api'],
    ['escapes, in capitals', '/a%20b/%c3%bc', '/a%20b/%C3%BC'],
    ['an escaped slash, which is no slash', '/a%2Fb', '/a%2Fb'],
    ['all that a segment may hold', "/a-._~!$&'()+,;=:@", "/a-._~!$&'()+,;=:@"],
  ])('takes %s', (_name, value, prefix) => {
    expect(pathPrefix.parse(value)).toEqual({ ok: true, value: prefix });
  });

  it.each([
    ['no slash at the start', 'api', 'write /api'],
    ['a URL', 'http://x/api', 'leave out scheme and host'],
    ['a query', '/api?x=1', 'leave out the query and the fragment: only paths are compared'],
    ['a star', '/api/*', 'leave out the "*": a path takes all the paths below it'],
    ['a space', '/a b', 'write %20 for " "'],
    ['a letter outside ASCII', '/ü', 'write %C3%BC for "ü"'],
    ['half a character', '/\uD800', 'write %EF%BF%BD for "\\ud800"'],
    ['half an escape', '/a%2', 'put two hexadecimal digits after "%": escape it, as in a%20b'],
    ['an escape that is not needed', '/%61pi', 'write a for %61'],
    ['a dot segment', '/a/../b', 'write the path without "." and ".." segments'],
    ['an escaped dot', '/%2e', 'write . for %2e'],
    ['an empty segment', '/a//b', 'write one slash between segments'],
    ['a number', 1, 'write a path that begins with /'],
    ['nothing', undefined, 'write a path that begins with /'],
  ])('refuses %s', (_name, value, fix) => {
    expect(pathPrefix.parse(value)).toEqual({ ok: false, fix });
  });

  it('takes only what requests are matched by', () => {
    const segment = fc.string({ unit: fc.constantFrom('a', '.', '/', '%', '2', 'F', 'c', '~', '?', ' ') });
    fc.assert(
      fc.property(segment, (text) => {
        const parsed = pathPrefix.parse(`/${text}`);
        const prefix = parsed.ok ? parsed.value : '/';
        expect(matchPath(prefix)).toEqual({ path: prefix, hadDotSegments: false });
      }),
    );
  });
});

describe('pathOrFalse', () => {
  it('takes false, and keeps a trailing slash: the path is compared whole', () => {
    expect(pathOrFalse.parse(false)).toEqual({ ok: true, value: false });
    expect(pathOrFalse.parse('/health/')).toEqual({ ok: true, value: '/health/' });
  });

  it('refuses true', () => {
    expect(pathOrFalse.parse(true)).toEqual({ ok: false, fix: 'write a path that begins with /' });
  });
});
