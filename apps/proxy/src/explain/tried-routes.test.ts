import { describe, expect, it } from 'vitest';
import { compileRoutes } from '../data-plane/routing/router.ts';
import type { RoutedService } from '../data-plane/routing/router.ts';
import { triedRoutes } from './tried-routes.ts';

function service(name: string, domain: string, ...paths: string[]): RoutedService {
  return { name, default: false, routes: paths.map((path) => ({ domain, path, stripPrefix: false })) };
}

const router = compileRoutes([
  service('shop', 'shop.example', '/', '/api'),
  service('api', 'shop.example', '/api/v1'),
  service('any', '*.example', '/'),
  { name: 'rest', default: true, routes: [] },
]);

describe('triedRoutes', () => {
  it('says of each route that has the host why it lost, and which one took the request', () => {
    expect(triedRoutes(router, 'shop.example', '/api/v2').tried).toEqual([
      {
        service: 'api',
        domain: 'shop.example',
        path: '/api/v1',
        chosen: false,
        why: 'the path is not below /api/v1',
      },
      {
        service: 'shop',
        domain: 'shop.example',
        path: '/api',
        chosen: true,
        why: 'the longest prefix that the path has',
      },
      { service: 'shop', domain: 'shop.example', path: '/', chosen: false, why: '/api is longer' },
      {
        service: 'any',
        domain: '*.example',
        path: '/',
        chosen: false,
        why: 'shop.example is more specific and decides alone',
      },
      {
        service: 'rest',
        domain: '*',
        path: '/',
        chosen: false,
        why: 'shop.example is more specific and decides alone',
      },
    ]);
  });

  it('compares whole segments of the normalised path', () => {
    const chosen = (path: string): string | undefined =>
      triedRoutes(router, 'shop.example', path).tried.find((each) => each.chosen)?.path;
    expect(chosen('/apix')).toBe('/');
    expect(chosen('/x/../%61pi/y')).toBe('/api');
    expect(chosen('/api/v1')).toBe('/api/v1');
  });

  it('agrees with the router on hosts that only a wildcard or the default has', () => {
    expect(
      triedRoutes(router, 'other.example', '/a').tried.map((each) => [each.service, each.chosen]),
    ).toEqual([
      ['any', true],
      ['rest', false],
    ]);
    expect(triedRoutes(router, 'nobody.test', '/a').tried).toEqual([
      { service: 'rest', domain: '*', path: '/', chosen: true, why: 'takes every path' },
    ]);
  });

  it('counts the routes that it leaves out and never leaves out the chosen one', () => {
    const many = Array.from({ length: 80 }, (_, index) => `/${'x'.repeat(index + 2)}`);
    const crowded = compileRoutes([service('crowd', 'crowd.example', ...many, '/')]);
    const { tried, more } = triedRoutes(crowded, 'crowd.example', '/y');
    expect(tried).toHaveLength(51);
    expect(tried.at(-1)).toMatchObject({ path: '/', chosen: true });
    expect(more).toBe(30);
  });
});
