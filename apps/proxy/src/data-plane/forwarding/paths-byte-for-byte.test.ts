import { describe, expect, it } from 'vitest';
import { rawClient } from '../../testing/client.ts';
import { proxyTo } from '../../testing/scene.ts';
import { recording } from '../../testing/upstreams.ts';

describe('the target that an endpoint gets', () => {
  it.each([
    '/',
    '//',
    '//evil.test/a',
    '/a//b/',
    '/a/../b',
    '/a/./b/.',
    '/a/%2e%2e/%2E/b',
    '/a%2Fb%5Cc%00d',
    '/%41%zz%',
    '/caf%C3%A9',
    '/a?',
    '/a??b=/c?d&&=',
    '/a?b=%20+%23#'.slice(0, -1),
    "/a;b=c,d:e@f!$&'()*+=~-._",
    '/"<>\\^`{|}',
    '/a?q="<>\\^`{|}[]',
    `/${'x'.repeat(12_000)}`,
  ])('is what the client sent: %s', async (target) => {
    const { upstream, heads } = await recording();
    const proxy = await proxyTo([upstream]);
    await rawClient(proxy.port, `GET ${target} HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n`)
      .received;
    expect(heads.join('').split('\r\n')[0]).toBe(`GET ${target} HTTP/1.1`);
    expect(await proxy.onlyAccessLine()).toMatchObject({ path: target, status: 200 });
  });

  it.each([
    { target: 'http://shop.test/a/../b?c', sent: '/a/../b?c' },
    { target: 'HTTP://SHOP.TEST:80', sent: '/' },
    { target: 'http://shop.test?c=d', sent: '/?c=d' },
    { target: 'https://shop.test/%7e', sent: '/%7e' },
  ])('is the path of an absolute form, whose host routes: $target', async ({ target, sent }) => {
    const { upstream, heads } = await recording();
    const proxy = await proxyTo([upstream]);
    await rawClient(proxy.port, `GET ${target} HTTP/1.1\r\nHost: other.test\r\nConnection: close\r\n\r\n`)
      .received;
    expect(heads.join('').split('\r\n')[0]).toBe(`GET ${sent} HTTP/1.1`);
  });

  it.each([
    'GET',
    'POST',
    'PUT',
    'PATCH',
    'DELETE',
    'OPTIONS',
    'TRACE',
    'PROPFIND',
    'PURGE',
    'QUERY',
    'M-SEARCH',
  ])('goes with the method that the client sent: %s', async (method) => {
    const { upstream, heads } = await recording();
    const proxy = await proxyTo([upstream]);
    await rawClient(proxy.port, `${method} /a HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n`)
      .received;
    expect(heads.join('').split('\r\n')[0]).toBe(`${method} /a HTTP/1.1`);
  });
});
