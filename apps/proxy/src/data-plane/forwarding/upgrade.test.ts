import { closedPort, hangingPort, rawUpstream, silentUpstream } from '@hostler/test-kit';
import type { RawConnection, RawUpstream } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { rawClient } from '../../testing/client.ts';
import type { RunningProxy } from '../../testing/running-proxy.ts';
import { keep, proxyTo } from '../../testing/scene.ts';
import { fieldLines } from '../../testing/upstreams.ts';
import { opening, switching } from './tunnel/testing/handshake.ts';

/** An upstream that reads the handshake and answers with these bytes. */
function answers(bytes: string, act: (connection: RawConnection) => void = () => {}): Promise<RawUpstream> {
  return keep(
    rawUpstream(async (connection) => {
      await connection.head();
      await connection.write(bytes);
      act(connection);
    }),
  );
}

const end = (connection: RawConnection): void => connection.end();
const reset = (connection: RawConnection): void => connection.reset();

/** The head of the response to one handshake. */
async function headFrom(proxy: RunningProxy, request = opening()): Promise<string> {
  const client = rawClient(proxy.port, request);
  const text = await client.until('\r\n\r\n');
  client.socket.destroy();
  return text.slice(0, text.indexOf('\r\n\r\n') + 4);
}

describe('the handshake as the endpoint gets it', () => {
  async function received(request: string): Promise<string> {
    const heads: string[] = [];
    const upstream = await keep(
      rawUpstream(async (connection) => {
        heads.push(await connection.head());
        await connection.write(switching());
      }),
    );
    await headFrom(await proxyTo([upstream]), request);
    return heads[0] ?? '';
  }

  it('has what the client asked for, in its case and order, and our fields', async () => {
    const head = await received(
      opening(
        'Sec-WebSocket-Protocol: chat, superchat\r\nOrigin: http://shop.test\r\nX-Once: a\r\nX-Once: b\r\n',
      ),
    );
    expect(head.split('\r\n')[0]).toBe('GET /chat HTTP/1.1');
    expect(fieldLines(head, 'host')).toEqual(['Host: shop.test']);
    expect(fieldLines(head, 'connection')).toEqual(['Connection: Upgrade']);
    expect(fieldLines(head, 'upgrade')).toEqual(['Upgrade: websocket']);
    expect(fieldLines(head, 'sec-websocket-protocol')).toEqual(['Sec-WebSocket-Protocol: chat, superchat']);
    expect(fieldLines(head, 'sec-websocket-key')).toEqual(['Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==']);
    expect(fieldLines(head, 'x-once')).toEqual(['X-Once: a', 'X-Once: b']);
    expect(fieldLines(head, 'x-forwarded-for')).toEqual(['X-Forwarded-For: 127.0.0.1']);
    expect(fieldLines(head, 'via')).toEqual(['Via: 1.1 hostler']);
    expect(fieldLines(head, 'x-request-id')).toHaveLength(1);
  });

  it('has none of the fields that were for us', async () => {
    const head = await received(opening('Keep-Alive: 5\r\nProxy-Authorization: Basic eA==\r\nTE: gzip\r\n'));
    expect(fieldLines(head, 'keep-alive')).toEqual([]);
    expect(fieldLines(head, 'proxy-authorization')).toEqual([]);
    expect(fieldLines(head, 'te')).toEqual([]);
  });

  it.each([
    { name: 'escapes and dot segments', target: '/a%2Fb/../c?x=%20&y' },
    { name: 'an empty query', target: '/a?' },
    { name: 'two slashes, which a URL parser takes for an authority', target: '//' },
    { name: 'an authority that is none', target: '//[?q' },
  ])('has the target byte for byte: $name', async ({ target }) => {
    expect((await received(opening('', target))).split('\r\n')[0]).toBe(`GET ${target} HTTP/1.1`);
  });

  it('has an absolute-form target as a path', async () => {
    const head = await received(opening('', 'http://shop.test/chat?a'));
    expect(head.split('\r\n')[0]).toBe('GET /chat?a HTTP/1.1');
  });

  it('keeps a field whose name means something to JavaScript', async () => {
    expect(fieldLines(await received(opening('__proto__: x\r\n')), '__proto__')).toEqual(['__proto__: x']);
  });
});

describe('the 101 as the client gets it', () => {
  it('has our fields, and of the hop-by-hop ones only those of the upgrade', async () => {
    const upstream = await answers(
      switching(
        'Keep-Alive: timeout=5\r\nProxy-Authenticate: Basic\r\nX-Hop: 1\r\nConnection: X-Hop\r\nX-Kept: 1\r\n',
      ),
    );
    const head = await headFrom(await proxyTo([upstream]));
    expect(head.split('\r\n')[0]).toBe('HTTP/1.1 101 Switching Protocols');
    expect(fieldLines(head, 'connection')).toEqual(['Connection: Upgrade']);
    expect(fieldLines(head, 'upgrade')).toEqual(['Upgrade: websocket']);
    expect(fieldLines(head, 'sec-websocket-accept')).toEqual([
      'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
    ]);
    expect(fieldLines(head, 'x-kept')).toEqual(['X-Kept: 1']);
    expect(fieldLines(head, 'x-hop')).toEqual([]);
    expect(fieldLines(head, 'keep-alive')).toEqual([]);
    expect(fieldLines(head, 'proxy-authenticate')).toEqual([]);
    expect(fieldLines(head, 'x-request-id')).toHaveLength(1);
    expect(fieldLines(head, 'proxy-status')).toEqual(['Proxy-Status: hostler; received-status=101']);
  });

  it('has repeated fields as they came, and every octet of a value', async () => {
    const upstream = await answers(
      switching('Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nX-List: 1\r\nX-List: 2\r\nX-Name: caf\u00e9\r\n'),
    );
    const head = await headFrom(await proxyTo([upstream]));
    expect(fieldLines(head, 'set-cookie')).toEqual(['Set-Cookie: a=1', 'Set-Cookie: b=2']);
    expect(fieldLines(head, 'x-list')).toEqual(['X-List: 1', 'X-List: 2']);
    expect(fieldLines(head, 'x-name')).toEqual(['X-Name: caf\u00e9']);
  });

  it('comes after the 103 that the endpoint sent first', async () => {
    const upstream = await answers(`HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n${switching()}`);
    const client = rawClient((await proxyTo([upstream])).port, opening());
    const text = await client.until('101 Switching');
    client.socket.destroy();
    expect(text.split('\r\n').slice(0, 2)).toEqual(['HTTP/1.1 103 Early Hints', 'Link: </a.css>']);
  });
});

describe('an endpoint that does not switch', () => {
  it.each([
    { name: 'a length', framing: 'Content-Length: 4\r\n', body: 'body', act: () => {} },
    {
      name: 'chunks',
      framing: 'Transfer-Encoding: chunked\r\n',
      body: '2\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n',
      act: () => {},
    },
    { name: 'the end of the connection', framing: '', body: 'body', act: end },
  ])('gets its answer through, whole, when it ends by $name', async ({ framing, body, act }) => {
    const upstream = await answers(
      `HTTP/1.1 401 Who\r\n${framing}WWW-Authenticate: Basic\r\nWWW-Authenticate: Bearer\r\nSet-Cookie: a=1\r\n` +
        `Set-Cookie: b=2\r\nContent-Type: text/plain\r\nKeep-Alive: timeout=5\r\n\r\n${body}`,
      act,
    );
    const proxy = await proxyTo([upstream]);
    const text = await rawClient(proxy.port, opening()).received;
    const [head = '', rest = ''] = text.split(/(?<=\r\n\r\n)/);
    expect(head.split('\r\n')[0]).toBe('HTTP/1.1 401 Who');
    expect(fieldLines(head, 'www-authenticate')).toEqual([
      'WWW-Authenticate: Basic',
      'WWW-Authenticate: Bearer',
    ]);
    expect(fieldLines(head, 'set-cookie')).toEqual(['Set-Cookie: a=1', 'Set-Cookie: b=2']);
    expect(fieldLines(head, 'keep-alive')).toEqual([]);
    expect(fieldLines(head, 'proxy-status')).toEqual(['Proxy-Status: hostler; received-status=401']);
    expect(rest.replaceAll(/\r\n|^[024]\b/gm, '')).toContain('body');
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 401, bytes: 4, attempts: 1 });
    await upstream.allClosed();
  });

  it.each([
    { name: '200', head: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', status: 200 },
    {
      name: '426',
      head: 'HTTP/1.1 426 Upgrade Required\r\nUpgrade: h2c\r\nContent-Length: 0\r\n\r\n',
      status: 426,
    },
    { name: '204', head: 'HTTP/1.1 204 No Content\r\n\r\n', status: 204 },
    { name: '304', head: 'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n', status: 304 },
    {
      name: '200 that claims to upgrade',
      head: 'HTTP/1.1 200 OK\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 2\r\n\r\nok',
      status: 200,
    },
    { name: 'an answer of HTTP/1.0', head: 'HTTP/1.0 403 No\r\nContent-Length: 2\r\n\r\nno', status: 403 },
  ])('may answer $name', async ({ head, status }) => {
    const proxy = await proxyTo([await answers(head)]);
    const text = await rawClient(proxy.port, opening()).received;
    expect(text.split(' ')[1]).toBe(String(status));
    expect(fieldLines(text, 'upgrade')).toEqual([]);
    expect(await proxy.onlyAccessLine()).toMatchObject({ status });
  });

  it.each([
    { name: 'a length', bytes: 'Content-Length: 10\r\n\r\nhalf', act: end },
    { name: 'a length, reset', bytes: 'Content-Length: 10\r\n\r\nhalf', act: reset },
    { name: 'chunks', bytes: 'Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n', act: end },
    { name: 'chunks, reset', bytes: 'Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n', act: reset },
    {
      name: 'chunks, badly',
      bytes: 'Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n',
      act: (connection: RawConnection) => void connection.write('Z\r\n'),
      error: 'http_protocol_error',
    },
    { name: 'the end of the connection, reset', bytes: '\r\nhalf', act: reset },
  ])(
    'has its client cut off when its answer breaks off: $name',
    async ({ bytes, act, error = 'http_response_incomplete' }) => {
      const upstream = await answers(`HTTP/1.1 401 Who\r\n${bytes}`);
      const proxy = await proxyTo([upstream]);
      const client = rawClient(proxy.port, opening());
      await client.until('half');
      act(await upstream.connection(0));
      const [head = '', body] = (await client.received).split('\r\n\r\n', 2);
      // Ten bytes that never come, or no last chunk.
      const cut = head.includes('Content-Length: 10') ? 'half' : '4\r\nhalf\r\n';
      expect(body).toBe(cut);
      expect(await proxy.onlyAccessLine()).toMatchObject({ status: 401, error });
    },
  );
});

describe('failover of a handshake', () => {
  it.each([
    { name: 'refuses', first: async () => ({ address: '127.0.0.1', port: await closedPort() }) },
    { name: 'resets before its head', first: () => answers('', reset) },
    { name: 'closes before its head', first: () => answers('', end) },
    { name: 'closes in the middle of its head', first: () => answers('HTTP/1.1 101 Swi', end) },
    { name: 'speaks no HTTP', first: () => answers('SSH-2.0-OpenSSH_9.2\r\n') },
    {
      name: 'sends a 101 that says nothing',
      first: () => answers('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
    },
    {
      name: 'switches to something else',
      first: () => answers('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n'),
    },
    { name: 'does not answer in time', first: () => keep(silentUpstream()) },
    { name: 'answers 503', first: () => answers('HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy') },
  ])('goes on to the next endpoint when the first one $name', async ({ first }) => {
    const good = await answers(switching('X-Instance: good\r\n'));
    const proxy = await proxyTo([await first(), good], {
      random: () => 0,
      service: { loadBalancing: { policy: 'round-robin' }, timeouts: { responseHeader: '100ms' } },
    });
    const client = rawClient(proxy.port, opening());
    expect(await client.until('\r\n\r\n')).toMatch(/^HTTP\/1\.1 101 [^]*X-Instance: good\r\n/);
    client.socket.destroy();
    expect(await proxy.onlyAccessLine()).toMatchObject({
      status: 101,
      attempts: 2,
      endpoint: `127.0.0.1:${good.port}`,
    });
  });

  it('passes the last 503 on as it came when no endpoint switches', async () => {
    const busy = (name: string): Promise<RawUpstream> =>
      answers(`HTTP/1.1 503 Busy\r\nX-Instance: ${name}\r\nContent-Length: 4\r\n\r\nbusy`);
    const proxy = await proxyTo([await busy('first'), await busy('second')], {
      random: () => 0,
      service: { loadBalancing: { policy: 'round-robin' } },
    });
    expect(await rawClient(proxy.port, opening()).received).toMatch(
      /^HTTP\/1\.1 503 Busy\r\nX-Instance: second\r\n[^]*busy$/,
    );
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 503, attempts: 2 });
  });

  it.each([
    {
      name: 'connect',
      timeouts: { connect: '50ms' },
      upstream: () => keep(hangingPort()).then(({ port }) => ({ address: '127.0.0.1', port })),
      status: 504,
      error: 'connection_timeout',
    },
    {
      name: 'responseHeader',
      timeouts: { responseHeader: '50ms' },
      upstream: () => keep(silentUpstream()),
      status: 504,
      error: 'http_response_timeout',
    },
    {
      name: 'idle',
      timeouts: { idle: '50ms' },
      upstream: () => answers('HTTP/1.1 401 Who\r\nContent-Length: 10\r\n\r\nhalf'),
      status: 401,
      error: 'connection_read_timeout',
    },
    {
      name: 'request',
      timeouts: { request: '50ms' },
      upstream: () => keep(silentUpstream()),
      status: 504,
      error: 'request_deadline',
    },
  ])('has a code of its own for timeouts.$name', async ({ timeouts, upstream, status, error }) => {
    const proxy = await proxyTo([await upstream()], { service: { timeouts } });
    expect((await rawClient(proxy.port, opening()).received).split(' ')[1]).toBe(String(status));
    expect(await proxy.onlyAccessLine()).toMatchObject({ status, error });
  });

  it.each([
    {
      name: 'refuses',
      upstream: async () => ({ address: '127.0.0.1', port: await closedPort() }),
      error: 'connection_refused',
    },
    { name: 'resets', upstream: () => answers('', reset), error: 'connection_terminated' },
    {
      name: 'speaks no HTTP',
      upstream: () => answers('SSH-2.0-OpenSSH_9.2\r\n'),
      error: 'http_protocol_error',
    },
    {
      name: 'switches to something else',
      upstream: () =>
        answers('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n'),
      error: 'http_upgrade_failed',
    },
    {
      name: 'sends a 101 that does not say to what',
      upstream: () => answers('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
      error: 'http_protocol_error',
    },
    {
      name: 'sends two framings',
      upstream: () => answers('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nok'),
      error: 'http_protocol_error',
    },
    {
      name: 'sends an endless head',
      upstream: () => answers(`HTTP/1.1 101 Switching Protocols\r\n${'X-Long: x\r\n'.repeat(2000)}\r\n`),
      error: 'http_protocol_error',
    },
  ])('answers 502 when the only endpoint $name', async ({ upstream, error }) => {
    const proxy = await proxyTo([await upstream()]);
    const text = await rawClient(proxy.port, opening()).received;
    expect(text.split(' ')[1]).toBe('502');
    expect(fieldLines(text, 'proxy-status')).toEqual([`Proxy-Status: hostler; error=${error}`]);
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 502, error });
  });
});

describe('a client that leaves before the 101', () => {
  it.each([
    { name: 'with a reset', leave: 'resetAndDestroy' as const },
    { name: 'with a FIN', leave: 'end' as const },
  ])('$name takes the connection to the endpoint with it', async ({ leave }) => {
    const upstream = await keep(silentUpstream());
    const proxy = await proxyTo([upstream]);
    const client = rawClient(proxy.port, opening());
    await upstream.connection(0);
    client.socket[leave]();
    await upstream.allClosed();
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 499, error: 'client_aborted' });
  });
});
