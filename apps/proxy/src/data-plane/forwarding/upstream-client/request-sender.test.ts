import type { ConnectionScript } from '@hostler/test-kit';
import { describe, expect, test } from 'vitest';
import { answering, endpoint, okResponse } from './testing/exchange.ts';
import { Recorder } from './testing/recorder.ts';

const noTrailers: readonly string[] = [];

/** Keeps what came in the first read of each connection, and answers it. */
function firstReads(): { reads: string[]; script: ConnectionScript } {
  const reads: string[] = [];
  return {
    reads,
    script: async (connection) => {
      reads.push((await connection.some()).toString('latin1'));
      await connection.write(okResponse);
    },
  };
}

describe('a request', () => {
  test('without a body goes out in one packet, byte for byte, without framing fields', async () => {
    const { reads, script } = firstReads();
    const { request } = await endpoint(script);
    const { attempt, recorder } = request({
      method: 'DELETE',
      target: '/a%2Fb/../c?q=\u00e9&&',
      headers: ['hOST', 'a.example', 'X-One', '1', 'x-one', '\u00ff'],
    });
    await recorder.over();

    expect(reads).toEqual([
      'DELETE /a%2Fb/../c?q=\u00e9&& HTTP/1.1\r\nhOST: a.example\r\nX-One: 1\r\nx-one: \u00ff\r\n\r\n',
    ]);
    expect(attempt.facts).toMatchObject({ headSent: true, requestComplete: true, requestBodyBytes: 0 });
  });

  test('of known length shares a packet with a body that is written in ready', async () => {
    const { reads, script } = firstReads();
    const { request } = await endpoint(script);
    const recorder = new Recorder();
    const { attempt } = request({ method: 'POST', body: { kind: 'length', length: 5 } }, recorder);
    recorder.onEvent = (name) => {
      if (name === 'ready') attempt.write(Buffer.from('body!'));
    };
    await recorder.over();

    expect(reads).toEqual(['POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 5\r\n\r\nbody!']);
    // Complete with its last byte: a fast answer must find it so.
    expect(attempt.facts).toMatchObject({ requestComplete: true, requestBodyBytes: 5 });
  });

  test('shares a packet with a body that comes a tick after ready', async () => {
    const { reads, script } = firstReads();
    const { request } = await endpoint(script);
    const recorder = new Recorder();
    const { attempt } = request({ method: 'POST', body: { kind: 'length', length: 5 } }, recorder);
    recorder.onEvent = (name) => {
      if (name === 'ready') process.nextTick(() => attempt.write(Buffer.from('body!')));
    };
    await recorder.over();

    expect(reads).toEqual(['POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 5\r\n\r\nbody!']);
  });

  test('sends its head without waiting for a body that is not there yet', async () => {
    const { upstream, request } = await endpoint(async (connection) => {
      await connection.head();
      await connection.write('HTTP/1.1 102 Processing\r\n\r\n');
      await connection.bytes(2);
      await connection.write(okResponse);
    });
    const { attempt, recorder } = request({ method: 'PUT', body: { kind: 'length', length: 2 } });
    await recorder.until('informational');
    expect((await upstream.connection(0)).bytesReceived).toBe(
      'PUT / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 2\r\n\r\n'.length,
    );

    attempt.write(Buffer.from('ab'));
    attempt.endBody(noTrailers);
    await recorder.over();
    expect(recorder.body).toBe('ok');
  });

  test('with a body of length 0 is complete with its head', async () => {
    const { reads, script } = firstReads();
    const { request } = await endpoint(script);
    const { attempt, recorder } = request({ method: 'POST', body: { kind: 'length', length: 0 } });
    await recorder.until('ready');
    expect(attempt.facts.requestComplete).toBe(true);

    attempt.endBody(noTrailers);
    await recorder.over();
    expect(reads).toEqual(['POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 0\r\n\r\n']);
  });

  test('is chunked piece by piece, and an empty piece does not end it', async () => {
    const seen: string[] = [];
    const { pool, request } = await endpoint(async (connection) => {
      seen.push(await connection.head(), await connection.until('0\r\n\r\n'));
      await connection.write(okResponse);
    });
    const { attempt, recorder } = request({ method: 'POST', body: { kind: 'chunked' } });
    await recorder.until('ready');
    for (const piece of ['hello', '', 'x'.repeat(26)]) attempt.write(Buffer.from(piece));
    expect(attempt.facts.requestComplete).toBe(false);
    attempt.endBody(noTrailers);
    attempt.endBody(noTrailers);
    await recorder.over();

    expect(seen).toEqual([
      'POST / HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n',
      `5\r\nhello\r\n1a\r\n${'x'.repeat(26)}\r\n0\r\n\r\n`,
    ]);
    expect(attempt.facts).toMatchObject({ requestComplete: true, requestBodyBytes: 31 });
    expect(pool.stats.idle).toBe(1);
  });

  test('sends trailers behind a chunked body', async () => {
    const seen: string[] = [];
    const { request } = await endpoint(async (connection) => {
      await connection.head();
      seen.push(await connection.until('\r\n\r\n'));
      await connection.write(okResponse);
    });
    const { attempt, recorder } = request({ method: 'POST', body: { kind: 'chunked' } });
    await recorder.until('ready');
    attempt.write(Buffer.from('a'));
    attempt.endBody(['Checksum', 'abc', 'X-Two', '2']);
    await recorder.over();

    expect(seen).toEqual(['1\r\na\r\n0\r\nChecksum: abc\r\nX-Two: 2\r\n\r\n']);
  });

  test('drops trailers behind a body of known length', async () => {
    const { pool, request } = await endpoint(async (connection) => {
      await connection.until('\r\n\r\na');
      await connection.write(okResponse);
    });
    const { attempt, recorder } = request({ method: 'POST', body: { kind: 'length', length: 1 } });
    await recorder.until('ready');
    attempt.write(Buffer.from('a'));
    attempt.endBody(['Checksum', 'abc']);
    await recorder.over();

    expect({ status: recorder.finalHead?.statusCode, idle: pool.stats.idle }).toEqual({
      status: 200,
      idle: 1,
    });
  });

  const faults = [
    { name: 'has more bytes than announced', body: { kind: 'length', length: 2 }, send: ['abc'] },
    { name: 'goes on after its end', body: { kind: 'length', length: 2 }, send: ['ab', 'c'] },
    { name: 'has fewer bytes than announced', body: { kind: 'length', length: 2 }, send: ['a', null] },
    { name: 'comes though none was announced', body: { kind: 'none' }, send: ['a'] },
    { name: 'goes on after its last chunk', body: { kind: 'chunked' }, send: ['a', null, 'b'] },
  ] as const;

  test.each(faults)('whose body $name throws and closes the connection', async ({ body, send }) => {
    const { pool, upstream, request } = await endpoint(async (connection) => {
      await connection.rest();
    });
    const { attempt, recorder } = request({ method: 'POST', body });
    await recorder.until('ready');
    const sendAll = (): void => {
      for (const piece of send) {
        if (piece === null) attempt.endBody(noTrailers);
        else attempt.write(Buffer.from(piece));
      }
    };

    expect(sendAll).toThrow(RangeError);
    expect(pool.stats).toEqual({ idle: 0, active: 0, connecting: 0 });
    await (
      await upstream.connection(0)
    ).closed;
    expect(recorder.events).toEqual(['ready']);
  });

  test('throws when its body comes before ready', async () => {
    const { request } = await endpoint(answering(okResponse));
    const { attempt } = request({ method: 'POST', body: { kind: 'length', length: 1 } });

    expect(() => attempt.write(Buffer.from('a'))).toThrow('the body was sent before ready()');
  });

  test('that must not be on the wire throws before anything is dialled', async () => {
    const { pool, request } = await endpoint(answering(okResponse));

    expect(() => request({ headers: ['Host', 'a\r\nX: y'] })).toThrow(
      expect.objectContaining({ name: 'SerializeError', code: 'invalid-field-value' }),
    );
    expect(() =>
      request({ headers: ['Host', 'a', 'Content-Length', '4'], body: { kind: 'chunked' } }),
    ).toThrow(expect.objectContaining({ code: 'ambiguous-head' }));
    expect(pool.stats).toEqual({ idle: 0, active: 0, connecting: 0 });
  });
});
