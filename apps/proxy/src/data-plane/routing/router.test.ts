import { describe, expect, it } from 'vitest';
import { compileRoutes } from './router.ts';
import type { RoutedService } from './router.ts';

/** A service by its routes, each written as domain and path; `strip ` in front strips the path. */
function service(name: string, routes: readonly string[], isDefault = false): RoutedService {
  return {
    name,
    default: isDefault,
    routes: routes.map((text) => {
      const stripPrefix = text.startsWith('strip ');
      const route = stripPrefix ? text.slice('strip '.length) : text;
      const slash = route.indexOf('/');
      return { domain: route.slice(0, slash), path: route.slice(slash), stripPrefix };
    }),
  };
}

const services = [
  service('shop', ['shop.example/']),
  service('api', ['strip shop.example/api', 'api.example/', '*.api.example/']),
  service('admin', ['shop.example/admin', '*.example/admin']),
  service('ip', ['[::1]/', '192.0.2.1/']),
];
const router = compileRoutes(services);
const withDefault = compileRoutes([...services, service('rest', [], true)]);

describe('the host', () => {
  it.each([
    { host: 'shop.example', path: '/', name: 'shop' },
    { host: 'api.example', path: '/x', name: 'api' },
    { host: 'a.b.api.example', path: '/x', name: 'api' },
    { host: 'other.example', path: '/admin', name: 'admin' },
    { host: '[::1]', path: '/', name: 'ip' },
    { host: '192.0.2.1', path: '/', name: 'ip' },
  ])('leads $host$path to $name', ({ host, path, name }) => {
    expect(router.match(host, path, '')).toMatchObject({ kind: 'route', service: { name } });
  });

  it('leads nowhere when nobody claims it', () => {
    expect(router.match('nobody.test', '/', '')).toEqual({ kind: 'no-host' });
    expect(router.match('', '/', '')).toEqual({ kind: 'no-host' });
  });

  it('leads to the default service when nobody claims it, with every path', () => {
    expect(withDefault.match('nobody.test', '/any/path', '?q')).toEqual({
      kind: 'route',
      ok: true,
      service: service('rest', [], true),
      route: { domain: '*', path: '/', stripPrefix: false },
      forwardTarget: '/any/path?q',
      strippedPrefix: '',
    });
    expect(withDefault.match('', '/', '')).toMatchObject({ kind: 'route', service: { name: 'rest' } });
  });

  it('does not fall back to a less specific one for a path that it does not have', () => {
    expect(router.match('other.example', '/', '')).toEqual({ kind: 'no-path' });
    expect(withDefault.match('other.example', '/', '')).toEqual({ kind: 'no-path' });
    expect(router.match('a.api.example', '/admin', '')).toMatchObject({ service: { name: 'api' } });
  });

  it('keeps the routes of a default service that has some', () => {
    const both = compileRoutes([service('rest', ['rest.example/only'], true)]);
    expect(both.match('rest.example', '/only/x', '')).toMatchObject({ route: { path: '/only' } });
    expect(both.match('rest.example', '/', '')).toEqual({ kind: 'no-path' });
    expect(both.match('other.example', '/', '')).toMatchObject({ route: { path: '/' } });
  });
});

describe('the path', () => {
  it('is matched by whole segments, the longest prefix first', () => {
    expect(router.match('shop.example', '/api/x', '')).toMatchObject({ service: { name: 'api' } });
    expect(router.match('shop.example', '/apix', '')).toMatchObject({ service: { name: 'shop' } });
    expect(router.match('shop.example', '/admin', '')).toMatchObject({ service: { name: 'admin' } });
  });

  it.each([
    '/',
    '/a//b/',
    '/%7e/%2F/%00',
    '/caf\xc3\xa9',
    '/a/./b',
    '/a/../b',
    '/.well-known/x',
    '/a%',
    '/{}|',
  ])('is sent as it came: %s', (path) => {
    expect(router.match('shop.example', path, '?a=%2f&b')).toMatchObject({
      forwardTarget: `${path}?a=%2f&b`,
    });
  });

  it.each([
    { path: '/api', query: '', target: '/' },
    { path: '/api', query: '?x=1', target: '/?x=1' },
    { path: '/api/', query: '?', target: '/?' },
    { path: '/api/items', query: '?x=/api', target: '/items?x=/api' },
    { path: '/api/api', query: '', target: '/api' },
    { path: '/api//x', query: '', target: '//x' },
    { path: '/api/%61%2f', query: '', target: '/%61%2f' },
    { path: '/api/.hidden/a..b', query: '', target: '/.hidden/a..b' },
  ])('$path$query is sent as $target once its prefix is stripped', ({ path, query, target }) => {
    expect(router.match('shop.example', path, query)).toMatchObject({
      kind: 'route',
      forwardTarget: target,
      strippedPrefix: '/api',
    });
  });

  it('loses nothing when the prefix to strip is the root', () => {
    const root = compileRoutes([service('a', ['strip a.example/'])]);
    expect(root.match('a.example', '/x', '')).toMatchObject({ forwardTarget: '/x', strippedPrefix: '' });
  });

  it.each([
    { name: 'an escaped letter of the prefix', path: '/%61dmin' },
    { name: 'an escaped letter of a prefix to strip', path: '/%61pi/x' },
    { name: 'dot segments before the prefix', path: '/x/../admin' },
    { name: 'dot segments out of one prefix into another', path: '/api/../admin' },
    { name: 'dot segments after something longer than the prefix', path: '/adminx/../admin/y' },
    { name: 'dot segments out of the prefix and back', path: '/admin/../admin' },
    { name: 'escaped dot segments out of the prefix and back', path: '/admin/%2e%2E/admin' },
    { name: 'dot segments above the root', path: '/../x' },
    { name: 'a dot segment where the prefix is stripped', path: '/api/a/../b' },
    { name: 'a single dot where the prefix is stripped', path: '/api/./b' },
    { name: 'an escaped dot where the prefix is stripped', path: '/api/%2e/b' },
  ])('is refused for $name', ({ path }) => {
    expect(router.match('shop.example', path, '')).toMatchObject({ kind: 'unsafe-path' });
  });

  it('may move below the prefix by dot segments that are passed on', () => {
    expect(router.match('shop.example', '/admin/a/../b', '')).toMatchObject({
      service: { name: 'admin' },
      forwardTarget: '/admin/a/../b',
    });
  });

  it('is one prefix whatever its escapes, of which only the configured spelling is passed', () => {
    const escaped = compileRoutes([service('a', ['a.example/a%2Fb', 'a.example/'])]);
    expect(escaped.match('a.example', '/a%2Fb/c', '')).toMatchObject({ route: { path: '/a%2Fb' } });
    expect(escaped.match('a.example', '/a%2fb/c', '')).toMatchObject({ kind: 'unsafe-path' });
    expect(escaped.match('a.example', '/a/b', '')).toMatchObject({ route: { path: '/' } });
  });
});

describe('compileRoutes', () => {
  it('returns the very service that it was given', () => {
    const given = { ...service('a', ['a.example/']), more: 1 };
    const match = compileRoutes([given]).match('a.example', '/', '');
    expect(match.kind === 'route' && match.service).toBe(given);
  });

  it.each([
    {
      name: 'one path of one host',
      services: [service('a', ['x.example/p']), service('b', ['x.example/p'])],
    },
    { name: 'one wildcard', services: [service('a', ['*.example/']), service('b', ['*.example/'])] },
    { name: 'the default', services: [service('a', [], true), service('b', [], true)] },
  ])('refuses two services that claim $name', ({ services: rivals }) => {
    expect(() => compileRoutes(rivals)).toThrow(/\ba\b.*\bb\b/);
  });
});
