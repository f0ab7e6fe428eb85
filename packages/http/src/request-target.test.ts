import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTarget } from './request-target.ts';

describe('parseTarget', () => {
  it.each([
    { target: '/', expected: { form: 'origin', path: '/', query: '' } },
    { target: '/a/b?x=1&y', expected: { form: 'origin', path: '/a/b', query: '?x=1&y' } },
    { target: '/a?', expected: { form: 'origin', path: '/a', query: '?' } },
    { target: '/a?b?c', expected: { form: 'origin', path: '/a', query: '?b?c' } },
    { target: '//a//', expected: { form: 'origin', path: '//a//', query: '' } },
    { target: '/%2e/%zz|{}"\\^`', expected: { form: 'origin', path: '/%2e/%zz|{}"\\^`', query: '' } },
    { target: '/caf\xc3\xa9', expected: { form: 'origin', path: '/caf\xc3\xa9', query: '' } },
    { target: '/http://a/b', expected: { form: 'origin', path: '/http://a/b', query: '' } },
  ])('takes $target for a path', ({ target, expected }) => {
    expect(parseTarget('GET', target)).toEqual(expected);
  });

  it.each([
    { target: 'http://a', scheme: 'http', authority: 'a', path: '/', query: '' },
    { target: 'HTTPS://A:1/b?c', scheme: 'https', authority: 'A:1', path: '/b', query: '?c' },
    { target: 'http://a?b', scheme: 'http', authority: 'a', path: '/', query: '?b' },
    { target: 'http://a/?', scheme: 'http', authority: 'a', path: '/', query: '?' },
    { target: 'http://u@a/', scheme: 'http', authority: 'u@a', path: '/', query: '' },
    { target: 'http:///b', scheme: 'http', authority: '', path: '/b', query: '' },
    { target: 'http://a/b/http://c', scheme: 'http', authority: 'a', path: '/b/http://c', query: '' },
  ])('takes $target for a URI', ({ target, ...expected }) => {
    expect(parseTarget('GET', target)).toEqual({ form: 'absolute', ...expected });
  });

  it('asks the server as a whole with OPTIONS and a URI without path (RFC 9112 3.2.4)', () => {
    expect(parseTarget('OPTIONS', 'http://a')).toMatchObject({ form: 'absolute', authority: 'a', path: '*' });
    expect(parseTarget('OPTIONS', 'http://a/')).toMatchObject({ path: '/' });
    expect(parseTarget('OPTIONS', 'http://a?b')).toMatchObject({ path: '/', query: '?b' });
  });

  it('takes * for the server as a whole, with OPTIONS only', () => {
    expect(parseTarget('OPTIONS', '*')).toEqual({ form: 'asterisk' });
    expect(parseTarget('GET', '*')).toMatchObject({ form: 'invalid' });
    expect(parseTarget('OPTIONS', '*x')).toMatchObject({ form: 'invalid' });
  });

  it('takes whatever CONNECT has for an authority', () => {
    expect(parseTarget('CONNECT', 'a:443')).toEqual({ form: 'authority', authority: 'a:443' });
    expect(parseTarget('CONNECT', '/')).toEqual({ form: 'authority', authority: '/' });
  });

  it.each([
    { name: 'nothing', target: '' },
    { name: 'a fragment', target: '/a#b' },
    { name: 'a fragment of a URI', target: 'http://a/#' },
    { name: 'a space', target: '/a b' },
    { name: 'a tab', target: '/a\tb' },
    { name: 'NUL', target: '/a\0' },
    { name: 'DEL', target: '/a\x7f' },
    { name: 'a line feed', target: '/a\nb' },
    { name: 'a relative path', target: 'a/b' },
    { name: 'a query alone', target: '?a' },
    { name: 'an authority', target: 'a:443' },
    { name: 'another scheme', target: 'ftp://a/' },
    { name: 'a scheme alone', target: 'http:' },
    { name: 'a scheme and one slash', target: 'http:/a' },
  ])('refuses $name', ({ target }) => {
    expect(parseTarget('GET', target)).toMatchObject({ form: 'invalid' });
  });

  it('never puts what the client sent into its detail', () => {
    expect(parseTarget('GET', 'ftp://secret').form).toBe('invalid');
    expect(JSON.stringify(parseTarget('GET', 'ftp://secret'))).not.toContain('secret');
  });

  it('loses no octet of a path and its query', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\/[!-"$-~\x80-\xff]*$/), (target) => {
        const parsed = parseTarget('GET', target);
        if (parsed.form !== 'origin') throw new Error(`${parsed.form} instead of a path`);
        expect(parsed.path + parsed.query).toBe(target);
        expect(parsed.path).not.toContain('?');
      }),
    );
  });
});
