import { describe, expect, test } from 'vitest';
import { answering, endpoint, okResponse } from './testing/exchange.ts';

describe('a response', () => {
  const complete = [
    { name: 'of known length', response: okResponse, framing: { kind: 'length', length: 2 }, body: 'ok' },
    {
      name: 'in chunks',
      response: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1;a=b\r\nk\r\n0\r\n\r\n',
      framing: { kind: 'chunked' },
      body: 'ok',
    },
    {
      name: 'with length 0',
      response: 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
      framing: { kind: 'length', length: 0 },
      body: '',
    },
    {
      name: 'to HEAD',
      method: 'HEAD',
      response: okResponse.slice(0, -2),
      framing: { kind: 'none' },
      body: '',
    },
    { name: '204', response: 'HTTP/1.1 204 No Content\r\n\r\n', framing: { kind: 'none' }, body: '' },
    {
      name: '304 with a length',
      response: 'HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n',
      framing: { kind: 'none' },
      body: '',
    },
  ];

  test.each(complete)('$name is delivered and leaves the connection for the next one', async (given) => {
    const { pool, upstream, request } = await endpoint(answering(given.response));
    const { recorder, attempt } = request({ method: given.method ?? 'GET' });
    await recorder.over();

    expect(recorder.framing).toEqual(given.framing);
    expect(recorder.body).toBe(given.body);
    expect(attempt.facts.responseBodyBytes).toBe(given.body.length);
    expect(pool.stats).toEqual({ idle: 1, active: 0, connecting: 0 });

    const second = request({ method: given.method ?? 'GET' });
    await second.recorder.over();
    expect(second.attempt.facts.reusedSocket).toBe(true);
    expect(upstream.accepted).toBe(1);
  });

  test('hands on its head as it came', async () => {
    const { request } = await endpoint(
      answering('HTTP/1.1 299 So So\r\nset-cookie: a\r\nSet-Cookie: b\r\ncontent-length: 0\r\n\r\n'),
    );
    const { recorder } = request();
    await recorder.over();

    expect(recorder.finalHead).toEqual({
      statusCode: 299,
      reason: 'So So',
      httpMinor: 1,
      headers: ['set-cookie', 'a', 'Set-Cookie', 'b', 'content-length', '0'],
      persistent: true,
    });
  });

  test('hands on 1xx responses but 101, a 100 included', async () => {
    const { pool, request } = await endpoint(
      answering(
        `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 199 X\r\n\r\n${okResponse}`,
      ),
    );
    const { recorder } = request();
    await recorder.over();

    expect(recorder.informationals.map((head) => head.statusCode)).toEqual([100, 103, 199]);
    expect(recorder.informationals[1]?.headers).toEqual(['Link', '</a>']);
    expect(recorder.events.slice(-3)).toEqual(['head', 'chunk', 'end']);
    expect(pool.stats.idle).toBe(1);
  });

  test('hands on trailers', async () => {
    const { request } = await endpoint(
      answering(
        'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nChecksum: 1\r\na: b\r\n\r\n',
      ),
    );
    const { recorder } = request();
    await recorder.over();

    expect(recorder.trailers).toEqual(['Checksum', '1', 'a', 'b']);
  });

  test('may drip in byte by byte', async () => {
    const { request } = await endpoint(async (connection) => {
      await connection.head();
      const response =
        'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\nA: b\r\n\r\n';
      for (const byte of response) await connection.write(byte);
    });
    const { recorder } = request();
    await recorder.over();

    expect({ body: recorder.body, trailers: recorder.trailers }).toEqual({
      body: 'hello!',
      trailers: ['A', 'b'],
    });
  });

  test('without a length ends with the connection', async () => {
    const { pool, request } = await endpoint(async (connection) => {
      await connection.head();
      connection.end('HTTP/1.1 200 OK\r\n\r\nall of it');
    });
    const { recorder } = request();
    await recorder.over();

    expect({ framing: recorder.framing, body: recorder.body }).toEqual({
      framing: { kind: 'until-close' },
      body: 'all of it',
    });
    expect(recorder.events.at(-1)).toBe('end');
    expect(pool.stats).toEqual({ idle: 0, active: 0, connecting: 0 });
  });

  const notKept = [
    {
      name: 'Connection: close',
      response: 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok',
    },
    { name: 'HTTP/1.0', response: 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok' },
    {
      name: 'no idle time to speak of',
      response: 'HTTP/1.1 200 OK\r\nKeep-Alive: timeout=1\r\nContent-Length: 2\r\n\r\nok',
    },
    { name: 'bytes behind it', response: `${okResponse}HTTP/1.1 200 OK\r\n\r\n` },
  ];

  test.each(notKept)('with $name is delivered and its connection closed', async ({ response }) => {
    const { pool, upstream, request } = await endpoint(answering(response));
    const { recorder } = request();
    await recorder.over();

    expect({ events: recorder.events, body: recorder.body }).toEqual({
      events: ['ready', 'head', 'chunk', 'end'],
      body: 'ok',
    });
    expect(pool.stats).toEqual({ idle: 0, active: 0, connecting: 0 });
    await upstream.allClosed();
  });

  const garbage = [
    { name: 'another protocol', response: '220 mail.example ESMTP\r\n', detail: 'invalid-status-line' },
    { name: 'HTTP/2', response: 'HTTP/2.0 200 OK\r\n\r\n', detail: 'unsupported-version' },
    {
      name: 'a space before a colon',
      response: 'HTTP/1.1 200 OK\r\nA : b\r\n\r\n',
      detail: 'whitespace-before-colon',
    },
    {
      name: 'two lengths',
      response: 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nok',
      detail: 'repeated-content-length',
    },
    {
      name: 'a length and chunks',
      response: 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      detail: 'content-length-with-transfer-encoding',
    },
    {
      name: 'an upgrade that nobody asked for',
      response: 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      detail: 'unexpected-upgrade',
    },
    {
      name: 'a huge head',
      response: `HTTP/1.1 200 OK\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`,
      detail: 'head-too-large',
    },
    { name: 'endless 1xx', response: 'HTTP/1.1 103 X\r\n\r\n'.repeat(101), detail: 'too-many-informational' },
  ];

  test.each(garbage)('that is $name fails before its head', async ({ response, detail }) => {
    const { pool, upstream, request } = await endpoint(answering(response));
    const { recorder, attempt } = request();
    await recorder.over();

    expect(recorder.failure).toEqual({ stage: 'sent', code: 'http_protocol_error', detail });
    expect(recorder.events).not.toContain('head');
    expect(attempt.facts).toMatchObject({ responseStarted: true, finalHeadSeen: false });
    expect(pool.stats).toEqual({ idle: 0, active: 0, connecting: 0 });
    await upstream.allClosed();
  });

  test('that turns to garbage fails after its head, and what came before was delivered', async () => {
    const { request } = await endpoint(
      answering('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n-1\r\n'),
    );
    const { recorder } = request();
    await recorder.over();

    expect(recorder.body).toBe('ok');
    expect(recorder.failure).toEqual({
      stage: 'streaming',
      code: 'http_protocol_error',
      detail: 'invalid-chunk-size',
    });
  });

  test('takes the limits of its parser from the pool', async () => {
    const { request } = await endpoint(answering(okResponse), { parserLimits: { maxHeadBytes: 30 } });
    const { recorder } = request();
    await recorder.over();

    expect(recorder.failure?.detail).toBe('head-too-large');
  });
});
