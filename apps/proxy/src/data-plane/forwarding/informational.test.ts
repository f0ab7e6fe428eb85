import { describe, expect, it } from 'vitest';
import { rawClient } from '../../testing/client.ts';
import { proxyTo } from '../../testing/scene.ts';
import { answering } from '../../testing/upstreams.ts';

const final = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\nok';

/** All that a client gets of these bytes of an endpoint, up to the final status line. */
async function received(bytes: string, version = '1.1'): Promise<string> {
  const proxy = await proxyTo([await answering(`${bytes}${final}`)]);
  const client = rawClient(
    proxy.port,
    `GET / HTTP/${version}\r\nHost: shop.test\r\nConnection: close\r\n\r\n`,
  );
  const text = await client.received;
  return text.slice(0, text.indexOf('HTTP/1.1 200'));
}

describe('an informational response', () => {
  it.each([
    { name: '103 with Link', bytes: 'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n' },
    { name: '103 without Link', bytes: 'HTTP/1.1 103 Early Hints\r\nX-Hint: caf\xe9\r\n\r\n' },
    { name: '102', bytes: 'HTTP/1.1 102 Processing\r\n\r\n' },
    {
      name: 'several',
      bytes:
        'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\nLink: </b>\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n',
    },
  ])('is passed on as it came: $name', async ({ bytes }) => {
    expect(await received(bytes)).toBe(bytes);
  });

  it('loses its hop-by-hop fields', async () => {
    const bytes = 'HTTP/1.1 103 Early Hints\r\nConnection: X-A\r\nX-A: 1\r\nX-B: 2\r\n\r\n';
    expect(await received(bytes)).toBe('HTTP/1.1 103 Early Hints\r\nX-B: 2\r\n\r\n');
  });

  it('with a status that has no name is passed on', async () => {
    expect(await received('HTTP/1.1 199 Odd\r\n\r\n')).toMatch(/^HTTP\/1\.1 199 [^\r]*\r\n\r\n$/);
  });

  it('never reaches an HTTP/1.0 client', async () => {
    expect(await received('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n', '1.0')).toBe('');
  });

  it('is not passed on when it is a 100, which is between the endpoint and us', async () => {
    expect(await received('HTTP/1.1 100 Continue\r\n\r\n')).toBe('');
  });

  it('does not commit the request: another endpoint may still answer', async () => {
    const fails = await answering(
      'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n',
    );
    const proxy = await proxyTo([fails, await answering(final)], {
      service: { loadBalancing: { policy: 'round-robin' } },
      random: () => 0,
    });
    const client = rawClient(proxy.port, 'GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n');
    expect((await client.received).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 103', 'HTTP/1.1 200']);
  });

  it('with a length, which it cannot have, is a 502', async () => {
    expect(await received('HTTP/1.1 103 Early Hints\r\nContent-Length: 5\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 502 /,
    );
  });

  it('that switches to what nobody asked for is a 502', async () => {
    const proxy = await proxyTo([
      await answering('HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n'),
    ]);
    const client = rawClient(proxy.port, 'GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n');
    expect((await client.received).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 502']);
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 502, error: 'http_protocol_error' });
  });

  it('after another ends somewhere', async () => {
    const proxy = await proxyTo([await answering('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(1000))]);
    const client = rawClient(proxy.port, 'GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n');
    expect((await client.received).match(/HTTP\/1\.1 502/g)).toEqual(['HTTP/1.1 502']);
  });
});
