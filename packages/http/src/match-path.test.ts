import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchPath, staysWithin } from './match-path.ts';

describe('matchPath', () => {
  it.each([
    { name: 'a plain path', raw: '/a/b', path: '/a/b', dots: false },
    { name: 'the root', raw: '/', path: '/', dots: false },
    { name: 'empty segments', raw: '//a//b/', path: '//a//b/', dots: false },
    { name: 'an escaped letter', raw: '/%61dmin', path: '/admin', dots: false },
    { name: 'every kind of unreserved', raw: '/%41%7A%30%2d%5F%7e', path: '/Az0-_~', dots: false },
    { name: 'a slash that is escaped', raw: '/a%2fb', path: '/a%2Fb', dots: false },
    { name: 'a backslash that is escaped', raw: '/a%5cb', path: '/a%5Cb', dots: false },
    { name: 'NUL', raw: '/a%00', path: '/a%00', dots: false },
    { name: 'what is escaped twice', raw: '/%2561', path: '/%2561', dots: false },
    { name: 'reserved characters', raw: '/%3a;%20', path: '/%3A;%20', dots: false },
    { name: 'broken escapes', raw: '/%/%4/%zz%', path: '/%/%4/%zz%', dots: false },
    { name: 'raw octets', raw: '/caf\xc3\xa9', path: '/caf%C3%A9', dots: false },
    { name: 'a single dot', raw: '/a/./b', path: '/a/b', dots: true },
    { name: 'a single dot at the end', raw: '/a/.', path: '/a/', dots: true },
    { name: 'two dots', raw: '/a/b/../c', path: '/a/c', dots: true },
    { name: 'two dots at the end', raw: '/a/b/..', path: '/a/', dots: true },
    { name: 'two dots and a slash at the end', raw: '/a/b/../', path: '/a/', dots: true },
    { name: 'two dots above the root', raw: '/../../a', path: '/a', dots: true },
    { name: 'nothing but dots', raw: '/..', path: '/', dots: true },
    { name: 'two dots after an empty segment', raw: '/a//../b', path: '/a/b', dots: true },
    { name: 'escaped dots', raw: '/a/%2e%2E/b', path: '/b', dots: true },
    { name: 'a dot escaped by half', raw: '/a/.%2e/b', path: '/b', dots: true },
    { name: 'three dots', raw: '/a/.../b', path: '/a/.../b', dots: false },
    { name: 'a hidden file', raw: '/.well-known/x', path: '/.well-known/x', dots: false },
    { name: 'two dots in a name', raw: '/a..b/..c/d..', path: '/a..b/..c/d..', dots: false },
    { name: 'two dots before an escaped slash', raw: '/..%2Fa', path: '/..%2Fa', dots: false },
    { name: 'two dots before a parameter', raw: '/a/..;x/b', path: '/a/..;x/b', dots: false },
    { name: 'nothing', raw: '', path: '', dots: false },
    { name: 'no path at all', raw: '*', path: '*', dots: false },
  ])('normalises $name', ({ raw, path, dots }) => {
    expect(matchPath(raw)).toEqual({ path, hadDotSegments: dots });
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.uint8Array().map((octets) => Buffer.from(octets).toString('latin1')),
        (text) => {
          expect(typeof matchPath(text).path).toBe('string');
        },
      ),
    );
  });

  const segment = fc.oneof(
    fc.constantFrom('a', 'b', '.', '..', '', '%2e', '%2E%2e', '.%2e', '%61', '%2f', '%', '\xc3\xa9'),
    fc.stringMatching(/^[a-z%.]{0,4}$/),
  );
  const rawPath = fc.array(segment, { maxLength: 8 }).map((segments) => `/${segments.join('/')}`);

  it('changes a normalised path no further', () => {
    fc.assert(
      fc.property(rawPath, (raw) => {
        const { path } = matchPath(raw);
        expect(matchPath(path)).toEqual({ path, hadDotSegments: false });
      }),
    );
  });

  it('removes dot segments as URL does', () => {
    fc.assert(
      fc.property(rawPath, (raw) => {
        const { pathname } = new URL(`http://a${Buffer.from(raw, 'latin1').toString('utf8')}`);
        expect(matchPath(raw).path).toBe(matchPath(pathname).path);
      }),
    );
  });

  it('takes time in proportion to a path made of dots and slashes', () => {
    const { path } = matchPath('/.'.repeat(50_000) + '/..'.repeat(50_000) + '/%2e'.repeat(50_000));
    expect(path).toBe('/');
  });
});

describe('staysWithin', () => {
  it.each([
    { raw: '/api/a/../b', prefix: '/api', within: true },
    { raw: '/api/./b', prefix: '/api', within: true },
    { raw: '/api/a/..', prefix: '/api', within: true },
    { raw: '/api//../b', prefix: '/api', within: true },
    { raw: '/api/..', prefix: '/api', within: false },
    { raw: '/api/../api/b', prefix: '/api', within: false },
    { raw: '/api/%2E%2e/api/b', prefix: '/api', within: false },
    { raw: '/api/a/../../api', prefix: '/api', within: false },
    { raw: '/a/../b', prefix: '', within: true },
    { raw: '/../b', prefix: '', within: false },
    { raw: '/api', prefix: '/api', within: true },
  ])('$raw stays within "$prefix": $within', ({ raw, prefix, within }) => {
    expect(staysWithin(raw, prefix)).toBe(within);
  });
});
