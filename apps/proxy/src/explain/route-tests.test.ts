import { defineConfig } from '@hostler/config';
import { describe, expect, it } from 'vitest';
import { runRouteTests } from './route-tests.ts';

const services = [
  {
    name: 'shop',
    domain: 'shop.example',
    hosts: [{ address: '127.0.0.1', port: 9090 }],
    limits: { maxBodyBytes: '1KiB' },
  },
  {
    name: 'api',
    routes: [{ domain: 'shop.example', path: '/api', stripPrefix: true }],
    hostHeader: 'endpoint',
    hosts: [{ address: '127.0.0.1', port: 9091 }],
  },
];

function failuresOf(test: object): readonly string[] {
  const config = defineConfig({ proxy: { services, trustedProxies: ['10.0.0.0/8'], tests: [test] } });
  return runRouteTests(config).flatMap(({ differences }) => differences);
}

describe('runRouteTests', () => {
  it.each([
    {
      name: 'the service and the path that it is sent',
      request: { url: 'http://shop.example/api/items?x=1' },
      expect: { service: 'api', path: '/items?x=1' },
    },
    {
      name: 'the fields that it is sent',
      request: { url: 'http://shop.example/api/items', headers: { Connection: 'X-Secret', 'X-Secret': '1' } },
      expect: {
        headers: {
          host: '127.0.0.1:9091',
          'x-forwarded-prefix': '/api',
          via: '1.1 hostler',
          'x-secret': null,
        },
      },
    },
    {
      name: 'an error by its code and status',
      request: { url: 'http://nobody.example/' },
      expect: { error: 'destination_not_found', status: 404 },
    },
    {
      name: 'an error by its RFC 9209 type',
      request: { url: 'http://shop.example/%61pi/x' },
      expect: { error: 'http_request_error', status: 400 },
    },
    {
      name: 'a body that is too large',
      request: { url: 'http://shop.example/', method: 'POST', headers: { 'Content-Length': '1025' } },
      expect: { error: 'body_too_large', status: 413 },
    },
  ])('passes a test of $name', ({ request, expect: expected }) => {
    expect(failuresOf({ request, expect: expected })).toEqual([]);
  });

  it('names everything that differs, and what it is', () => {
    expect(
      failuresOf({
        request: { url: 'http://shop.example/api/items' },
        expect: { service: 'shop', path: '/api/items', headers: { 'x-forwarded-prefix': null, 'x-a': 'b' } },
      }),
    ).toEqual([
      'service: expected shop, got api',
      'path: expected /api/items, got /items',
      'headers.x-forwarded-prefix: expected none, got /api',
      'headers.x-a: expected b, got none',
    ]);
  });

  it('says of an error that was not met that there was none', () => {
    const test = { request: { url: 'http://shop.example/' }, expect: { error: 'unsafe_path', status: 400 } };
    expect(failuresOf(test)).toEqual([
      'status: expected 400, got none',
      'error: expected unsafe_path, got none',
    ]);
  });

  it.each([
    {
      error: 'destination_notfound',
      says: 'error: there is no destination_notfound, did you mean destination_not_found?',
    },
    { error: 'teapot', says: 'error: there is no teapot; docs/errors.md lists what there is' },
  ])('says of an error that there never is that it is a slip: $error', ({ error, says }) => {
    const test = { request: { url: 'http://nobody.example/' }, expect: { error, status: 404 } };
    expect(failuresOf(test)).toEqual([says]);
  });

  it('names a test by its own name, or by its request', () => {
    const config = defineConfig({
      proxy: {
        services,
        tests: [
          { name: 'home', request: { url: 'http://shop.example/' }, expect: { service: 'api' } },
          { request: { url: 'http://shop.example/', method: 'POST' }, expect: { service: 'api' } },
        ],
      },
    });
    expect(runRouteTests(config).map(({ name, index }) => [index, name])).toEqual([
      [0, 'home'],
      [1, 'POST http://shop.example/'],
    ]);
  });
});
