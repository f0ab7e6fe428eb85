import { rawUpstream } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { ask, rawClient } from '../../testing/client.ts';
import { keep, proxyTo, toShop } from '../../testing/scene.ts';
import { answering, fieldLines, recording } from '../../testing/upstreams.ts';

const limited = { service: { limits: { maxBodyBytes: '10B' } } };
const begin = 'POST / HTTP/1.1\r\nHost: shop.test\r\n';

describe('limits.maxBodyBytes', () => {
  it('lets a body of exactly that size pass', async () => {
    const proxy = await proxyTo([await answering()], limited);
    expect((await ask(proxy.port, { ...toShop, method: 'POST', body: '0123456789' })).status).toBe(200);
  });

  it('refuses a larger one by its length, and no endpoint hears of it', async () => {
    const { upstream, heads } = await recording();
    const proxy = await proxyTo([upstream], limited);
    const received = await rawClient(proxy.port, `${begin}Content-Length: 11\r\n\r\n01234567890`).received;
    expect(received).toMatch(/^HTTP\/1\.1 413 Payload Too Large\r\n/);
    expect(fieldLines(received, 'proxy-status')).toEqual(['Proxy-Status: hostler; error=http_request_error']);
    expect(heads).toEqual([]);
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 413, error: 'body_too_large', attempts: 0 });
  });

  it('ends a larger one in chunks when it gets too large, and the endpoint gets no end of it', async () => {
    let body = '';
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        body = (await connection.rest()).toString();
      }),
    );
    const proxy = await proxyTo([endpoint], limited);
    const client = rawClient(proxy.port, `${begin}Transfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n`);
    await endpoint.connection(0);
    client.socket.write('6\r\n678901\r\n0\r\n\r\n');
    const received = await client.received;
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413']);
    await (
      await endpoint.connection(0)
    ).closed;
    expect(body).not.toContain('0\r\n\r\n');
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 413, error: 'body_too_large', attempts: 1 });
  });

  it('is no reason to blame the endpoint, nor to try another', async () => {
    const [first, second] = [await answering(''), await answering('')];
    const proxy = await proxyTo([first, second], { ...limited, random: () => 0 });
    const body = '8\r\n01234567\r\n8\r\n01234567\r\n0\r\n\r\n';
    await rawClient(proxy.port, `${begin.replace('POST', 'PUT')}Transfer-Encoding: chunked\r\n\r\n${body}`)
      .received;
    expect(first.accepted + second.accepted).toBe(1);
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 413, attempts: 1 });
  });

  it('cuts the connection when the response is under way', async () => {
    const endpoint = await answering('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf');
    const proxy = await proxyTo([endpoint], limited);
    const client = rawClient(proxy.port, `${begin}Transfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n`);
    await client.until('half');
    client.socket.write('6\r\n678901\r\n');
    expect((await client.received).endsWith('half')).toBe(true);
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 200, error: 'body_too_large' });
  });

  it('of 0 allows no body at all', async () => {
    const proxy = await proxyTo([await answering()], { service: { limits: { maxBodyBytes: '0B' } } });
    const post = (body: string): Promise<{ status: number }> =>
      ask(proxy.port, { ...toShop, method: 'POST', body });
    expect([(await post('')).status, (await post('x')).status]).toEqual([200, 413]);
  });
});
