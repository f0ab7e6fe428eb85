import { describe, expect, it } from 'vitest';
import { ask, rawClient } from '../../testing/client.ts';
import { proxyTo, toShop } from '../../testing/scene.ts';
import { answering, fieldLines, recording } from '../../testing/upstreams.ts';

/** The head that an endpoint gets of a GET with these fields. */
async function forwardedHead(fields: string): Promise<string> {
  const { upstream, heads } = await recording();
  const proxy = await proxyTo([upstream]);
  const client = rawClient(proxy.port, `GET / HTTP/1.1\r\nHost: shop.test\r\n${fields}\r\n`);
  await client.until('ok');
  client.socket.destroy();
  return heads.join('');
}

describe('the fields of a request', () => {
  it('lose those that are for us only', async () => {
    const head = await forwardedHead(
      'Connection: keep-alive, X-Private\r\nKeep-Alive: timeout=5\r\nX-Private: 1\r\nTE: gzip\r\nUpgrade: h2c\r\n' +
        'Proxy-Authorization: Basic eA==\r\nProxy-Connection: keep-alive\r\nX-Public: 2\r\n',
    );
    const names = head
      .split('\r\n')
      .slice(1, -2)
      .map((line) => line.slice(0, line.indexOf(':')));
    expect(names).toEqual([
      'Host',
      'X-Public',
      'Via',
      'X-Request-Id',
      'X-Forwarded-For',
      'X-Forwarded-Proto',
      'X-Forwarded-Port',
      'X-Real-IP',
      'Forwarded',
      'X-Forwarded-Host',
    ]);
  });

  it('keep ours whatever Connection names', async () => {
    const head = await forwardedHead(
      'Connection: close, Host, Via, X-Forwarded-For, X-Forwarded-Proto, X-Forwarded-Host, X-Real-IP, Forwarded, X-Request-Id, Content-Length\r\n',
    );
    const ours = [
      'Host',
      'Via',
      'X-Forwarded-For',
      'X-Forwarded-Proto',
      'X-Forwarded-Host',
      'X-Real-IP',
      'Forwarded',
      'X-Request-Id',
    ];
    expect(ours.map((name) => fieldLines(head, name).length)).toEqual(ours.map(() => 1));
    expect(fieldLines(head, 'connection')).toEqual([]);
  });

  it('keep the length of a body that Connection names', async () => {
    const { upstream, heads } = await recording();
    const proxy = await proxyTo([upstream]);
    const client = rawClient(
      proxy.port,
      'POST / HTTP/1.1\r\nHost: shop.test\r\nConnection: Content-Length\r\nContent-Length: 5\r\n\r\nhello',
    );
    await client.until('ok');
    client.socket.destroy();
    expect(fieldLines(heads.join(''), 'content-length')).toEqual(['Content-Length: 5']);
  });

  it('keep their order, their case and their repetitions', async () => {
    const head = await forwardedHead('x-b: 1\r\nX-A: 2\r\nX-B: 3\r\nCookie: a=1\r\nCookie: b=2\r\nx-b:\r\n');
    expect(head.split('\r\n').slice(2, 8)).toEqual([
      'x-b: 1',
      'X-A: 2',
      'X-B: 3',
      'Cookie: a=1',
      'Cookie: b=2',
      'x-b: ',
    ]);
  });

  it('pass every octet that a value may hold', async () => {
    const value = Array.from({ length: 0x100 - 0x21 }, (_, index) => String.fromCharCode(index + 0x21))
      .join('')
      .replace('\x7f', '');
    expect(fieldLines(await forwardedHead(`X-Octets: ${value}\t${value}\r\n`), 'x-octets')).toEqual([
      `X-Octets: ${value}\t${value}`,
    ]);
  });

  it('say TE only as `trailers`, and then with Connection', async () => {
    const head = await forwardedHead('TE: gzip;q=0.5, trailers\r\nConnection: TE\r\n');
    expect([fieldLines(head, 'te'), fieldLines(head, 'connection')]).toEqual([
      ['TE: trailers'],
      ['Connection: TE'],
    ]);
  });

  it('never say Expect', async () => {
    expect(fieldLines(await forwardedHead('Expect: 100-continue\r\n'), 'expect')).toEqual([]);
  });
});

describe('the fields of a response', () => {
  it('lose those that are for us only, and keep the order, case and repetitions of the others', async () => {
    const endpoint = await answering(
      'HTTP/1.1 200 OK\r\nset-cookie: a=1; Path=/\r\nX-Upper: 1\r\nSet-Cookie: b=2\r\nConnection: X-Private\r\n' +
        'X-Private: 1\r\nKeep-Alive: timeout=3\r\nUpgrade: h2c\r\nProxy-Authenticate: Basic\r\nTE: trailers\r\n' +
        'Set-Cookie: a=3\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nContent-Length: 2\r\n\r\nok',
    );
    const proxy = await proxyTo([endpoint]);
    const { rawHeaders } = await ask(proxy.port, {
      ...toShop,
      headers: { ...toShop.headers, connection: 'close' },
    });
    expect(rawHeaders.filter((_, index) => rawHeaders[index - (index % 2)] !== 'X-Request-Id')).toEqual([
      'set-cookie',
      'a=1; Path=/',
      'X-Upper',
      '1',
      'Set-Cookie',
      'b=2',
      'Set-Cookie',
      'a=3',
      'Date',
      'Thu, 01 Jan 1970 00:00:00 GMT',
      'Content-Length',
      '2',
      'Proxy-Status',
      'hostler; received-status=200',
      'Connection',
      'close',
    ]);
  });

  it('keep ours whatever the endpoint says', async () => {
    const endpoint = await answering(
      'HTTP/1.1 200 OK\r\nConnection: X-Request-Id, Proxy-Status, Content-Length\r\nX-Request-Id: theirs\r\n' +
        'Proxy-Status: inner; error=dns_error\r\nContent-Length: 2\r\n\r\nok',
    );
    const proxy = await proxyTo([endpoint]);
    const answer = await ask(proxy.port, toShop);
    const { requestId } = await proxy.onlyAccessLine();
    expect(answer.headers['x-request-id']).toBe(requestId);
    expect(answer.headers['content-length']).toBe('2');
    expect(answer.headers['proxy-status']).toContain('hostler; received-status=200');
  });

  it.each([
    { name: 'in one piece', body: 'Content-Length: 2\r\n\r\nok' },
    { name: 'with the end of the connection', body: '\r\nok' },
    { name: 'before its body', body: 'Content-Length: 9000\r\n\r\nok' },
  ])('pass every octet that a value may hold, sent $name', async ({ body }) => {
    const value = Array.from({ length: 0x100 - 0x80 }, (_, index) => String.fromCharCode(index + 0x80)).join(
      '',
    );
    const endpoint = await answering(
      `HTTP/1.1 200 ${value}\r\nX-Octets: ${value}\r\nContent-Disposition: attachment; filename="${value}"\r\n${body}`,
    );
    const proxy = await proxyTo([endpoint]);
    const client = rawClient(proxy.port, 'GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n');
    const received = await client.until('\r\n\r\n');
    client.socket.destroy();
    expect(received.startsWith(`HTTP/1.1 200 ${value}\r\n`)).toBe(true);
    expect(fieldLines(received, 'x-octets')).toEqual([`X-Octets: ${value}`]);
    expect(fieldLines(received, 'content-disposition')).toEqual([
      `Content-Disposition: attachment; filename="${value}"`,
    ]);
  });

  it('pass every octet in a head whose body comes later', async () => {
    const endpoint = await answering('HTTP/1.1 200 OK\r\nX-Octets: caf\xe9\r\nContent-Length: 2\r\n\r\n');
    const proxy = await proxyTo([endpoint]);
    const client = rawClient(proxy.port, 'GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n');
    expect(fieldLines(await client.until('\r\n\r\n'), 'x-octets')).toEqual(['X-Octets: caf\xe9']);
    client.socket.destroy();
  });
});
