import { describe, expect, it } from 'vitest';
import { rawClient } from '../testing/client.ts';
import { proxyTo } from '../testing/scene.ts';
import type { SceneOptions } from '../testing/scene.ts';
import { fieldLines, recording } from '../testing/upstreams.ts';

const allow = ['Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, TRACE'];

async function send(
  requestLine: string,
  fields = '',
  options: SceneOptions = {},
): Promise<{ received: string; heads: readonly string[] }> {
  const { upstream, heads } = await recording();
  const proxy = await proxyTo([upstream], options);
  const received = await rawClient(
    proxy.port,
    `${requestLine} HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n${fields}\r\n`,
  ).received;
  await proxy.onlyAccessLine();
  return { received, heads };
}

describe('the health path', () => {
  const works = 'Health-check reverse-proxy is working!!!!!';

  it.each(['shop.test', 'other.test', '127.0.0.1:8080', '[::1]'])(
    'answers for any Host: %s',
    async (host) => {
      const { upstream } = await recording();
      const proxy = await proxyTo([upstream]);
      const received = await rawClient(
        proxy.port,
        `GET /api/v2/_health_check HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      ).received;
      expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\nContent-Type: text\/plain; charset=utf-8\r\n/);
      expect(received.endsWith(`\r\n\r\n${works}`)).toBe(true);
    },
  );

  it('answers with a query, and in absolute form', async () => {
    expect((await send('GET /api/v2/_health_check?x=1')).received).toContain(works);
    expect((await send('GET http://a.test/api/v2/_health_check')).received).toContain(works);
  });

  it('can be moved', async () => {
    const moved = { proxy: { healthPath: '/up' } };
    expect((await send('GET /up', '', moved)).received).toContain(works);
    expect((await send('GET /api/v2/_health_check', '', moved)).heads.length).toBe(1);
  });

  it('can be turned off', async () => {
    expect((await send('GET /api/v2/_health_check', '', { proxy: { healthPath: false } })).heads.length).toBe(
      1,
    );
  });

  it.each(['/api/v2/_health_check/', '/api/v2/_health_checks', '/API/v2/_health_check'])(
    'is only itself: %s',
    async (path) => {
      expect((await send(`GET ${path}`)).heads.length).toBe(1);
    },
  );
});

describe('OPTIONS', () => {
  it.each(['OPTIONS *', 'OPTIONS http://shop.test'])(
    'of the proxy itself is answered by us: %s',
    async (line) => {
      const { received, heads } = await send(line);
      expect(received).toMatch(/^HTTP\/1\.1 204 No Content\r\n/);
      expect(fieldLines(received, 'allow')).toEqual(allow);
      expect(fieldLines(received, 'content-length')).toEqual([]);
      expect(heads).toEqual([]);
    },
  );

  it.each(['OPTIONS /', 'OPTIONS /a'])('of a path is for its service: %s', async (line) => {
    expect((await send(line)).heads.join('').split('\r\n')[0]).toBe(`${line} HTTP/1.1`);
  });
});

describe('Max-Forwards', () => {
  it('counts down', async () => {
    const { heads } = await send('OPTIONS /a', 'Max-Forwards: 2\r\n');
    expect(fieldLines(heads.join(''), 'max-forwards')).toEqual(['Max-Forwards: 1']);
  });

  it('ends an OPTIONS at us', async () => {
    const { received, heads } = await send('OPTIONS /a', 'Max-Forwards: 0\r\n');
    expect([received.slice(0, 12), heads]).toEqual(['HTTP/1.1 204', []]);
  });

  it('ends a TRACE at us, which is not echoed', async () => {
    const { received, heads } = await send('TRACE /a', 'Max-Forwards: 0\r\nCookie: secret\r\n');
    expect([received.slice(0, 12), heads]).toEqual(['HTTP/1.1 405', []]);
    expect(received).not.toContain('secret');
    expect(fieldLines(received, 'allow')).toEqual(['Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS']);
  });

  it.each(['GET /a', 'POST /a'])('means nothing to %s', async (line) => {
    const { heads } = await send(line, 'Max-Forwards: 0\r\n');
    expect(fieldLines(heads.join(''), 'max-forwards')).toEqual(['Max-Forwards: 0']);
  });
});

describe('a request that has been here before', () => {
  it.each(['1.1 hostler', '1.1 HOSTLER', '1.0 other, HTTP/1.1 hostler (comment), 1.1 third'])(
    'is answered 508: %s',
    async (via) => {
      const { received, heads } = await send('GET /', `Via: ${via}\r\n`);
      expect(received).toMatch(/^HTTP\/1\.1 508 Loop Detected\r\n/);
      expect(fieldLines(received, 'proxy-status')).toEqual([
        'Proxy-Status: hostler; error=proxy_loop_detected',
      ]);
      expect(heads).toEqual([]);
    },
  );

  it.each(['1.1 hostler2', '1.1 other (hostler)', '1.1 hostler.example'])(
    'is not taken for one by a name like ours: %s',
    async (via) => {
      expect((await send('GET /', `Via: ${via}\r\n`)).heads.length).toBe(1);
    },
  );

  it('is one that an endpoint sends back to us', async () => {
    const { upstream } = await recording();
    const inner = await proxyTo([upstream]);
    const outer = await proxyTo([{ address: '127.0.0.1', port: inner.port }]);
    const received = await rawClient(
      outer.port,
      'GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n',
    ).received;
    expect(received).toMatch(/^HTTP\/1\.1 508 Loop Detected\r\n/);
    expect(await inner.onlyAccessLine()).toMatchObject({ error: 'proxy_loop_detected' });
    expect(await outer.onlyAccessLine()).toMatchObject({ status: 508, attempts: 1 });
  });
});
