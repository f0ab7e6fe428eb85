import { closedPort, silentUpstream } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { ask, rawClient } from '../../testing/client.ts';
import type { Answer } from '../../testing/client.ts';
import { keep, proxyTo } from '../../testing/scene.ts';
import { answering, fieldLines } from '../../testing/upstreams.ts';

async function unknownHost(accept?: string): Promise<Answer> {
  const proxy = await proxyTo([await answering()]);
  return ask(proxy.port, { headers: { host: 'other.test', ...(accept === undefined ? {} : { accept }) } });
}

describe('the body of an error', () => {
  it.each([
    { accept: undefined, type: 'application/json' },
    { accept: '*/*', type: 'application/json' },
    { accept: '', type: 'application/json' },
    { accept: 'application/json', type: 'application/json' },
    { accept: 'text/plain', type: 'text/plain' },
    { accept: 'text/*;q=0.5, application/json;q=0.1', type: 'text/plain' },
    { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', type: 'text/html' },
    { accept: 'image/png', type: 'application/json' },
    { accept: 'text/html;q=0, */*', type: 'application/json' },
    { accept: ';;;,,q=', type: 'application/json' },
    { accept: `${'a/b;q=0.1,'.repeat(1000)}text/plain`, type: 'text/plain' },
  ])('has the type that the client prefers: Accept: $accept', async ({ accept, type }) => {
    const answer = await unknownHost(accept);
    expect([answer.status, answer.headers['content-type']]).toEqual([404, `${type}; charset=utf-8`]);
    expect(answer.headers['content-length']).toBe(String(answer.body.length));
  });

  it('names the error and the request in JSON', async () => {
    const answer = await unknownHost();
    expect(JSON.parse(answer.body.toString())).toEqual({
      error: 'destination_not_found',
      status: 404,
      message: 'No service is configured for this host and path.',
      requestId: answer.headers['x-request-id'],
    });
  });

  it('names the error and the request in text', async () => {
    const answer = await unknownHost('text/plain');
    expect(answer.body.toString()).toBe(
      `404 destination_not_found: No service is configured for this host and path.\nRequest id: ${String(answer.headers['x-request-id'])}\n`,
    );
  });

  it('names the error and the request in HTML, in which nothing of the client is markup', async () => {
    const proxy = await proxyTo([await answering()], { proxy: { trustedProxies: ['127.0.0.1'] } });
    const answer = await ask(proxy.port, {
      path: '/<script>',
      headers: { host: 'other.test', accept: 'text/html', 'x-request-id': '<b>"&' },
    });
    const html = answer.body.toString();
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html).toContain('<h1>404</h1>');
    expect(html).toContain(String(answer.headers['x-request-id']));
    expect(html).not.toMatch(/<script|<b>/);
  });

  it('says nothing about what is behind the proxy', async () => {
    const port = await closedPort();
    const proxy = await proxyTo([{ address: '127.0.0.1', port }]);
    const answer = await ask(proxy.port, { headers: { host: 'shop.test' } });
    const { date: _date, 'x-request-id': id, ...headers } = answer.headers;
    const text = (JSON.stringify(headers) + answer.body.toString()).replaceAll(String(id), '');
    expect(answer.status).toBe(502);
    expect(text).not.toMatch(new RegExp(`127\\.0\\.0\\.1|${port}|ECONN|shop`));
  });

  it('is kept by no cache and sniffed by no browser', async () => {
    const { headers } = await unknownHost();
    expect([headers['cache-control'], headers['x-content-type-options']]).toEqual(['no-store', 'nosniff']);
  });
});

describe('Proxy-Status and the status line', () => {
  it.each([
    {
      name: 'an unknown host',
      bytes: 'GET / HTTP/1.1\r\nHost: other.test\r\n',
      line: '404 Not Found',
      type: 'destination_not_found',
    },
    {
      name: 'a malformed request',
      bytes: 'GET / HTTP/1.1\r\nHost: a b\r\n',
      line: '400 Bad Request',
      type: 'http_request_error',
    },
    {
      name: 'a request that does not parse',
      bytes: 'GET / HTTP/1.1\r\nHost shop\r\n',
      line: '400 Bad Request',
      type: 'http_request_error',
    },
    {
      name: 'a loop',
      bytes: 'GET / HTTP/1.1\r\nHost: shop.test\r\nVia: 1.1 hostler\r\n',
      line: '508 Loop Detected',
      type: 'proxy_loop_detected',
    },
    {
      name: 'a refused connection',
      bytes: 'GET / HTTP/1.1\r\nHost: shop.test\r\n',
      line: '502 Bad Gateway',
      type: 'connection_refused',
    },
  ])('say what happened: $name', async ({ bytes, line, type }) => {
    const proxy = await proxyTo([{ address: '127.0.0.1', port: await closedPort() }]);
    const received = await rawClient(proxy.port, `${bytes}Connection: close\r\n\r\n`).received;
    expect(received.split('\r\n')[0]).toBe(`HTTP/1.1 ${line}`);
    expect(fieldLines(received, 'proxy-status')).toEqual([`Proxy-Status: hostler; error=${type}`]);
  });

  it('carry our name as it is configured', async () => {
    const proxy = await proxyTo([await answering()], { proxy: { via: 'edge-1' } });
    const answer = await ask(proxy.port, { headers: { host: 'shop.test' } });
    expect(answer.headers['proxy-status']).toBe('edge-1; received-status=200');
  });

  it('tell one limit on time from another', async () => {
    const silent = await keep(silentUpstream());
    const limits = { responseHeader: '10s', request: '50ms' };
    const proxy = await proxyTo([silent], { service: { timeouts: limits } });
    const answer = await ask(proxy.port, { headers: { host: 'shop.test' } });
    expect([answer.status, answer.headers['proxy-status']]).toEqual([
      504,
      'hostler; error=http_response_timeout',
    ]);
    expect(await proxy.onlyAccessLine()).toMatchObject({
      error: 'request_deadline',
      detail: 'timeouts.request',
    });
  });
});
