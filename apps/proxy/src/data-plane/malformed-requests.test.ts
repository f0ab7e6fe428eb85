import { once } from 'node:events';
import type { Server } from 'node:http';
import { silentUpstream } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { rawClient } from '../testing/client.ts';
import { keep, proxyTo } from '../testing/scene.ts';
import { answering, fieldLines, recording } from '../testing/upstreams.ts';

const host = 'Host: shop.test\r\n';

describe('a request that has more than one reading', () => {
  it.each([
    { name: 'two Hosts', bytes: `GET / HTTP/1.1\r\n${host}${host}\r\n`, status: 400 },
    { name: 'no Host', bytes: 'GET / HTTP/1.1\r\n\r\n', status: 400 },
    { name: 'an empty Host', bytes: 'GET / HTTP/1.1\r\nHost:\r\n\r\n', status: 400 },
    { name: 'an invalid Host', bytes: 'GET / HTTP/1.1\r\nHost: shop.test/evil\r\n\r\n', status: 400 },
    { name: 'two Hosts in HTTP/1.0', bytes: `GET / HTTP/1.0\r\n${host}${host}\r\n`, status: 400 },
    {
      name: 'Transfer-Encoding in HTTP/1.0',
      bytes: `POST / HTTP/1.0\r\n${host}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      status: 400,
    },
    {
      name: 'a coding before chunked',
      bytes: `POST / HTTP/1.1\r\n${host}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
      status: 501,
    },
    {
      name: 'identity in place of chunked',
      bytes: `POST / HTTP/1.1\r\n${host}Transfer-Encoding: identity\r\n\r\n`,
      status: 501,
    },
    {
      name: 'chunked twice',
      bytes: `POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      status: 400,
    },
    {
      name: 'Content-Length with Transfer-Encoding',
      bytes: `POST / HTTP/1.1\r\n${host}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      status: 400,
    },
    {
      name: 'Transfer-Encoding with Content-Length',
      bytes: `POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n`,
      status: 400,
    },
    {
      name: 'two equal lengths',
      bytes: `POST / HTTP/1.1\r\n${host}Content-Length: 1\r\nContent-Length: 1\r\n\r\nx`,
      status: 400,
    },
    { name: 'a signed length', bytes: `POST / HTTP/1.1\r\n${host}Content-Length: +1\r\n\r\nx`, status: 400 },
    {
      name: 'a list as length',
      bytes: `POST / HTTP/1.1\r\n${host}Content-Length: 1, 1\r\n\r\nx`,
      status: 400,
    },
    {
      name: 'a hexadecimal length',
      bytes: `POST / HTTP/1.1\r\n${host}Content-Length: 0x1\r\n\r\nx`,
      status: 400,
    },
    { name: 'an empty length', bytes: `POST / HTTP/1.1\r\n${host}Content-Length:\r\n\r\nx`, status: 400 },
    {
      name: 'a length that no number holds',
      bytes: `POST / HTTP/1.1\r\n${host}Content-Length: 99999999999999999999\r\n\r\nx`,
      status: 400,
    },
    {
      name: 'a length above 2^53',
      bytes: `POST / HTTP/1.1\r\n${host}Content-Length: 9007199254740993\r\n\r\nx`,
      status: 400,
    },
    { name: 'a fragment in the target', bytes: `GET /a#b HTTP/1.1\r\n${host}\r\n`, status: 400 },
    { name: 'a target without a slash', bytes: `GET a HTTP/1.1\r\n${host}\r\n`, status: 400 },
    { name: 'another scheme', bytes: `GET ftp://shop.test/ HTTP/1.1\r\n${host}\r\n`, status: 400 },
    { name: 'an absolute target without host', bytes: `GET http:///a HTTP/1.1\r\n${host}\r\n`, status: 400 },
    {
      name: 'an absolute target with half an address',
      bytes: `GET http://[::1/ HTTP/1.1\r\n${host}\r\n`,
      status: 400,
    },
    {
      name: 'an absolute target with a wild port',
      bytes: `GET http://a:99999999/ HTTP/1.1\r\n${host}\r\n`,
      status: 400,
    },
    {
      name: 'user information in the target',
      bytes: `GET http://u:p@shop.test/ HTTP/1.1\r\n${host}\r\n`,
      status: 400,
    },
    { name: '* without OPTIONS', bytes: `GET * HTTP/1.1\r\n${host}\r\n`, status: 400 },
    { name: 'HTTP/0.9', bytes: 'GET /\r\n\r\n', status: 400 },
    { name: 'HTTP/2.0 in words', bytes: `GET / HTTP/2.0\r\n${host}\r\n`, status: 400 },
    { name: 'the preface of HTTP/2', bytes: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', status: 400 },
    { name: 'a space before the colon', bytes: 'GET / HTTP/1.1\r\nHost : shop.test\r\n\r\n', status: 400 },
    { name: 'a folded line', bytes: `GET / HTTP/1.1\r\n${host}X: a\r\n b\r\n\r\n`, status: 400 },
    { name: 'a bare line feed', bytes: `GET / HTTP/1.1\r\n${host}X: a\nY: b\r\n\r\n`, status: 400 },
    { name: 'a bare carriage return', bytes: `GET / HTTP/1.1\r\n${host}X: a\rY: b\r\n\r\n`, status: 400 },
    { name: 'a NUL', bytes: `GET / HTTP/1.1\r\n${host}X: a\0b\r\n\r\n`, status: 400 },
    { name: 'a field without a name', bytes: `GET / HTTP/1.1\r\n${host}: a\r\n\r\n`, status: 400 },
    { name: 'octets beyond ASCII in the target', bytes: `GET /caf\xe9 HTTP/1.1\r\n${host}\r\n`, status: 400 },
    { name: 'a control in the target', bytes: `GET /\x01 HTTP/1.1\r\n${host}\r\n`, status: 400 },
    { name: 'words', bytes: 'hello, is anybody there?\r\n\r\n', status: 400 },
    { name: 'a TLS handshake', bytes: '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', status: 400 },
    { name: 'a response', bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', status: 400 },
    { name: 'an unknown method', bytes: `BREW /pot HTTP/1.1\r\n${host}\r\n`, status: 501 },
    { name: 'a method in lower case', bytes: `get / HTTP/1.1\r\n${host}\r\n`, status: 501 },
    { name: 'CONNECT', bytes: `CONNECT shop.test:443 HTTP/1.1\r\n${host}\r\n`, status: 501 },
    {
      name: 'an unknown expectation',
      bytes: `GET / HTTP/1.1\r\n${host}Expect: a-miracle\r\n\r\n`,
      status: 417,
    },
    {
      name: 'an unknown expectation beside 100-continue',
      bytes: `POST / HTTP/1.1\r\n${host}Expect: a-miracle, 100-continue\r\nContent-Length: 1\r\n\r\nx`,
      status: 417,
    },
    {
      name: 'a header block over 16 KiB',
      bytes: `GET / HTTP/1.1\r\n${host}X: ${'x'.repeat(17_000)}\r\n\r\n`,
      status: 431,
    },
    {
      name: 'a target over 16 KiB',
      bytes: `GET /${'x'.repeat(17_000)} HTTP/1.1\r\n${host}\r\n`,
      status: 431,
    },
    {
      name: 'a second Host behind many fields',
      bytes: `GET / HTTP/1.1\r\n${host}${'a:b\r\n'.repeat(990)}Host: other.test\r\n\r\n`,
      status: 400,
    },
    {
      name: 'a coding behind many fields',
      bytes: `POST / HTTP/1.1\r\n${host}${'a:b\r\n'.repeat(990)}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
      status: 501,
    },
  ])('is answered once and its connection closed: $name', async ({ bytes, status }) => {
    const { upstream, heads } = await recording();
    const proxy = await proxyTo([upstream]);
    // What follows must never be served: nobody knows whether it is a request.
    const client = rawClient(proxy.port, `${bytes}GET /smuggled HTTP/1.1\r\n${host}\r\n`);
    const received = await client.received;
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual([`HTTP/1.1 ${status}`]);
    expect(fieldLines(received, 'connection')).toEqual(['Connection: close']);
    expect(heads).toEqual([]);
    const line = await proxy.onlyAccessLine();
    expect(line['status']).toBe(status);
    expect(fieldLines(received, 'x-request-id')).toEqual([`X-Request-Id: ${String(line['requestId'])}`]);
  });
});

describe('a body that turns out to be malformed', () => {
  const begin = `POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`;

  it.each([
    { name: 'a chunk size that is no number', rest: 'nope\r\n' },
    { name: 'more data than the chunk size says', rest: '1\r\nabc\r\n0\r\n\r\n' },
    { name: 'a trailer without a colon', rest: '0\r\ntrailer\r\n\r\n' },
    { name: 'chunk extensions without end', rest: `1;${'x'.repeat(20_000)}\r\na\r\n` },
    { name: 'a length among the trailers', rest: '0\r\nContent-Length: 5\r\n\r\n' },
    { name: 'trailers over 16 KiB', rest: `0\r\nX: ${'x'.repeat(20_000)}\r\n\r\n` },
  ])('is answered 400, and the endpoint is left: $name', async ({ rest }) => {
    const endpoint = await keep(silentUpstream());
    const proxy = await proxyTo([endpoint]);
    const client = rawClient(proxy.port, begin);
    const connection = await endpoint.connection(0);
    client.socket.write(`${rest}GET /smuggled HTTP/1.1\r\n${host}\r\n`);
    const received = await client.received;
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
    expect(fieldLines(received, 'connection')).toEqual(['Connection: close']);
    await connection.closed;
    expect(endpoint.accepted).toBe(1);
    expect(await proxy.onlyAccessLine()).toMatchObject({
      status: 400,
      error: 'http_request_error',
      service: 'shop',
    });
  });

  it('cuts the connection once the response is under way', async () => {
    const endpoint = await answering('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf');
    const proxy = await proxyTo([endpoint]);
    const client = rawClient(proxy.port, begin);
    await client.until('half');
    client.socket.write('nope\r\n');
    expect((await client.received).endsWith('half')).toBe(true);
    await (
      await endpoint.connection(0)
    ).closed;
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 200, error: 'http_request_error' });
  });

  it('writes no second line when the response was complete', async () => {
    const endpoint = await answering();
    const proxy = await proxyTo([endpoint]);
    const client = rawClient(proxy.port, begin);
    await client.until('ok');
    await proxy.accessLine(() => true);
    client.socket.write('nope\r\n');
    const received = await client.received;
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200']);
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 200 });
  });
});

describe('a header block that does not come', () => {
  const impatient = {
    configure: (server: Server): void => {
      Object.assign(server, { headersTimeout: 20, connectionsCheckingInterval: 20 });
    },
  };

  it.each(['G', 'GET / HTTP/1.1\r\nHost: sh', '\r\n'])('is answered 408: %j', async (bytes) => {
    const proxy = await proxyTo([await answering()], impatient);
    const received = await rawClient(proxy.port, bytes).received;
    expect(received).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 408, error: 'request_timeout' });
  });

  it('is not answered on a connection that was only opened', async () => {
    const proxy = await proxyTo([await answering()], impatient);
    expect(await rawClient(proxy.port, '').received).toBe('');
    expect(await proxy.allAccessLines()).toEqual([]);
  });

  it('is looked for every second, not every thirty', async () => {
    const proxy = await proxyTo([await answering()]);
    expect(proxy.server).toMatchObject({
      headersTimeout: 60_000,
      connectionsCheckingInterval: 1000,
      requestTimeout: 0,
    });
  });

  it('does not end a response that is under way', async () => {
    const endpoint = await answering('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nha');
    const proxy = await proxyTo([endpoint], impatient);
    const client = rawClient(proxy.port, `GET / HTTP/1.1\r\n${host}\r\nGET / HTT`);
    await client.until('ha');
    await once(proxy.server, 'clientError');
    await (await endpoint.connection(0)).write('lf');
    const received = await client.received;
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 408']);
    expect(received).toContain('half');
  });
});

it('says 501 for an unknown method only, wherever it comes in the stream of bytes', async () => {
  const proxy = await proxyTo([await answering()]);
  const client = rawClient(proxy.port, `GET / HTTP/1.1\r\n${host}\r\n\x16\x03\x01 garbage`);
  expect((await client.received).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400']);
});
