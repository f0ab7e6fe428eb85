import { describe, expect, it } from 'vitest';
import { rawClient } from '../../testing/client.ts';
import { proxyTo } from '../../testing/scene.ts';
import { fieldLines, recording } from '../../testing/upstreams.ts';

/** What an endpoint gets of a GET with these fields, and what the access line says of its client. */
async function forward(
  fields: string,
  proxySettings: object = {},
): Promise<{ head: string; client: unknown; port: number }> {
  const { upstream, heads } = await recording();
  const proxy = await proxyTo([upstream], { proxy: proxySettings });
  const client = rawClient(
    proxy.port,
    `GET / HTTP/1.1\r\nHost: Shop.test:81\r\nConnection: close\r\n${fields}\r\n`,
  );
  await client.received;
  const line = await proxy.onlyAccessLine();
  return { head: heads.join(''), client: line['client'], port: proxy.port };
}

const trusting = { trustedProxies: ['127.0.0.1', '10.0.0.0/8'] };

describe('who the client is', () => {
  it('is told by the connection alone when its peer is not trusted', async () => {
    const { head, client, port } = await forward(
      'X-Forwarded-For: 192.0.2.1\r\nx_forwarded_for: 192.0.2.2\r\nX-Forwarded-Proto: https\r\nX_Forwarded_Proto: https\r\n' +
        'X-Forwarded-Host: evil.test\r\nX-Forwarded-Port: 443\r\nX-Forwarded-Ssl: on\r\nX-Forwarded-Prefix: /evil\r\n' +
        'Forwarded: for=192.0.2.3\r\nX-Real-IP: 192.0.2.4\r\nX_REAL_IP: 192.0.2.5\r\n',
    );
    expect(client).toBe('127.0.0.1');
    expect(head.split('\r\n').filter((line) => /forwarded|real.ip/i.test(line))).toEqual([
      'X-Forwarded-For: 127.0.0.1',
      'X-Forwarded-Proto: http',
      `X-Forwarded-Port: ${port}`,
      'X-Real-IP: 127.0.0.1',
      'Forwarded: for=127.0.0.1;host="Shop.test:81";proto=http',
      'X-Forwarded-Host: Shop.test:81',
    ]);
  });

  it('is told by a trusted peer, up to the first address that is not trusted', async () => {
    const { head, client } = await forward(
      'X-Forwarded-For: 203.0.113.9, 192.0.2.1\r\nX-Forwarded-For: 10.0.0.7\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: shop.example\r\n',
      trusting,
    );
    expect(client).toBe('192.0.2.1');
    expect(fieldLines(head, 'x-forwarded-for')).toEqual([
      'X-Forwarded-For: 203.0.113.9, 192.0.2.1, 10.0.0.7, 127.0.0.1',
    ]);
    expect(fieldLines(head, 'x-real-ip')).toEqual(['X-Real-IP: 192.0.2.1']);
    expect(fieldLines(head, 'x-forwarded-proto')).toEqual(['X-Forwarded-Proto: https']);
    expect(fieldLines(head, 'x-forwarded-host')).toEqual(['X-Forwarded-Host: shop.example']);
  });

  it.each([
    { name: 'not an address', field: 'X-Forwarded-For: evil, <script>' },
    { name: 'an address in words behind a good one', field: 'X-Forwarded-For: 192.0.2.1, unknown' },
  ])('is the trusted peer when what it says is $name', async ({ field }) => {
    expect((await forward(`${field}\r\n`, trusting)).client).toBe('127.0.0.1');
  });

  it('cannot be hidden by Connection', async () => {
    const { head } = await forward(
      'Connection: X-Forwarded-For, X-Real-IP, Forwarded\r\nX-Forwarded-For: 192.0.2.1\r\n',
      trusting,
    );
    expect(fieldLines(head, 'x-forwarded-for').length + fieldLines(head, 'x-real-ip').length).toBe(2);
  });

  it('does not decide about the route', async () => {
    const { head } = await forward('X-Forwarded-Host: other.test\r\n', trusting);
    expect(fieldLines(head, 'host')).toEqual(['Host: Shop.test:81']);
  });
});

describe('Via', () => {
  it('is continued, for whatever version the client spoke', async () => {
    const { head } = await forward('Via: 1.0 first\r\nVia: 1.1 second (a, comment)\r\n');
    expect(fieldLines(head, 'via')).toEqual(['Via: 1.0 first, 1.1 second (a, comment), 1.1 hostler']);
  });
});

describe('the Host that an endpoint gets', () => {
  it.each([
    { name: "the client's by default", hostHeader: 'client', host: 'Shop.test:81' },
    { name: 'a name of the configuration', hostHeader: 'inner.test', host: 'inner.test' },
  ])('is $name', async ({ hostHeader, host }) => {
    const { upstream, heads } = await recording();
    const proxy = await proxyTo([upstream], { service: { hostHeader } });
    await rawClient(proxy.port, 'GET / HTTP/1.1\r\nHost: Shop.test:81\r\nConnection: close\r\n\r\n').received;
    expect(fieldLines(heads.join(''), 'host')).toEqual([`Host: ${host}`]);
  });

  it('is its own address when the configuration says so', async () => {
    const { upstream, heads } = await recording();
    const proxy = await proxyTo([upstream], { service: { hostHeader: 'endpoint' } });
    await rawClient(proxy.port, 'GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n').received;
    expect(fieldLines(heads.join(''), 'host')).toEqual([`Host: 127.0.0.1:${upstream.port}`]);
  });
});
