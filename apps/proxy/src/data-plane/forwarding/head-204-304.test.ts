import { describe, expect, it } from 'vitest';
import { rawClient } from '../../testing/client.ts';
import { proxyTo } from '../../testing/scene.ts';
import { answering, fieldLines } from '../../testing/upstreams.ts';

/** What a client gets for its request of these bytes of an endpoint, and then of another one on the same connection. */
async function twice(method: string, bytes: string): Promise<string[]> {
  const proxy = await proxyTo([await answering(bytes)]);
  const request = (connection: string): string =>
    `${method} / HTTP/1.1\r\nHost: shop.test\r\nConnection: ${connection}\r\n\r\n`;
  const received = await rawClient(proxy.port, request('keep-alive') + request('close')).received;
  return received.split(/(?=HTTP\/1\.1 )/);
}

describe('a response without a body', () => {
  it.each([
    {
      name: 'HEAD with a length',
      method: 'HEAD',
      bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n',
      length: ['Content-Length: 5000'],
    },
    {
      name: 'HEAD with a length of 0',
      method: 'HEAD',
      bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
      length: ['Content-Length: 0'],
    },
    { name: 'HEAD without a length', method: 'HEAD', bytes: 'HTTP/1.1 200 OK\r\n\r\n', length: [] },
    {
      name: 'HEAD in chunks',
      method: 'HEAD',
      bytes: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
      length: [],
    },
    {
      name: 'HEAD of an error',
      method: 'HEAD',
      bytes: 'HTTP/1.1 404 No\r\nContent-Length: 9\r\n\r\n',
      length: ['Content-Length: 9'],
    },
    {
      name: '304 with a length',
      method: 'GET',
      bytes: 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5000\r\nETag: "a"\r\n\r\n',
      length: ['Content-Length: 5000'],
    },
    {
      name: '304 without a length',
      method: 'GET',
      bytes: 'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n',
      length: [],
    },
    {
      name: '304 in chunks',
      method: 'GET',
      bytes: 'HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n',
      length: [],
    },
    { name: '204', method: 'DELETE', bytes: 'HTTP/1.1 204 No Content\r\n\r\n', length: [] },
    {
      name: '204 with a length, which it must not have',
      method: 'DELETE',
      bytes: 'HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n',
      length: [],
    },
    {
      name: '205',
      method: 'POST',
      bytes: 'HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n',
      length: ['Content-Length: 0'],
    },
  ])(
    'has none, keeps its length, and leaves the connection usable: $name',
    async ({ method, bytes, length }) => {
      const answers = await twice(method, bytes);
      expect(answers.length).toBe(2);
      for (const answer of answers) {
        expect(answer.slice(0, 12)).toBe(bytes.slice(0, 12));
        expect(fieldLines(answer, 'content-length')).toEqual(length);
        expect(fieldLines(answer, 'transfer-encoding')).toEqual([]);
        expect(answer.endsWith('\r\n\r\n')).toBe(true);
      }
    },
  );

  it.each([
    { name: 'an unknown host', host: 'other.test', path: '/', status: 404 },
    { name: 'a target that is refused', host: 'shop.test', path: '/#', status: 400 },
    { name: 'the health check', host: 'shop.test', path: '/api/v2/_health_check', status: 200 },
  ])(
    'is what a HEAD gets from us, with the length that a GET would have: $name',
    async ({ host, path, status }) => {
      const proxy = await proxyTo([await answering()]);
      const ask = (method: string): Promise<string> =>
        rawClient(proxy.port, `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
          .received;
      const head = await ask('HEAD');
      const get = await ask('GET');
      expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(head.endsWith('\r\n\r\n')).toBe(true);
      expect(fieldLines(head, 'content-length')).toEqual(fieldLines(get, 'content-length'));
      const [first] = await proxy.allAccessLines();
      expect(first).toMatchObject({ method: 'HEAD', status, bytes: 0 });
    },
  );
});
