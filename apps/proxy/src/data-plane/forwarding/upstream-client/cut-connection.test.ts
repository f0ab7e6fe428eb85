import { describe, expect, test } from 'vitest';
import { endpoint, okResponse } from './testing/exchange.ts';
import { Recorder } from './testing/recorder.ts';
import type { RawConnection } from '@hostler/test-kit';

type Cut = (connection: RawConnection) => void;

const fin: Cut = (connection) => connection.end();
const rst: Cut = (connection) => connection.reset();

describe('a connection that is cut', () => {
  const chunkedHead = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
  const cases = [
    { name: 'closed before the response', sent: '', cut: fin, detail: 'closed-before-head' },
    { name: 'reset before the response', sent: '', cut: rst, detail: 'ECONNRESET' },
    { name: 'closed within the head', sent: 'HTTP/1.1 200', cut: fin, detail: 'head-cut' },
    { name: 'closed after a 1xx', sent: 'HTTP/1.1 103 X\r\n\r\n', cut: fin, detail: 'closed-before-head' },
    { name: 'reset within the head', sent: 'HTTP/1.1 200', cut: rst, detail: 'ECONNRESET' },
  ];

  test.each(cases)('($name) before the final head terminates the attempt', async ({ sent, cut, detail }) => {
    const { pool, request } = await endpoint(async (connection) => {
      await connection.head();
      await connection.write(sent);
      cut(connection);
    });
    const { attempt, recorder } = request();
    await recorder.over();

    expect(recorder.failure).toEqual({ stage: 'sent', code: 'connection_terminated', detail });
    expect(attempt.facts).toMatchObject({
      responseStarted: sent !== '',
      finalHeadSeen: false,
      headSent: true,
    });
    expect(pool.stats).toEqual({ idle: 0, active: 0, connecting: 0 });
  });

  const bodies = [
    { name: 'short of its length, closed', sent: okResponse.slice(0, -1), cut: fin, detail: 'body-cut' },
    { name: 'short of its length, reset', sent: okResponse.slice(0, -1), cut: rst, detail: 'ECONNRESET' },
    { name: 'within a chunk, closed', sent: `${chunkedHead}5\r\no`, cut: fin, detail: 'body-cut' },
    {
      name: 'without the last chunk, closed',
      sent: `${chunkedHead}1\r\no\r\n`,
      cut: fin,
      detail: 'body-cut',
    },
    {
      name: 'without the last chunk, reset',
      sent: `${chunkedHead}1\r\no\r\n`,
      cut: rst,
      detail: 'ECONNRESET',
    },
    { name: 'without a length, reset', sent: 'HTTP/1.1 200 OK\r\n\r\no', cut: rst, detail: 'ECONNRESET' },
  ];

  test.each(bodies)('in the body ($name) makes it incomplete', async ({ sent, cut, detail }) => {
    const { request } = await endpoint(async (connection) => {
      await connection.head();
      await connection.write(sent);
      cut(connection);
    });
    const { recorder } = request();
    await recorder.over();

    expect(recorder.failure).toEqual({ stage: 'streaming', code: 'http_response_incomplete', detail });
    expect({ body: recorder.body, ended: recorder.events.includes('end') }).toEqual({
      body: 'o',
      ended: false,
    });
  });

  test('by a reset right after a body without a length is never taken for its clean end', async () => {
    const { request } = await endpoint(async (connection) => {
      await connection.head();
      // No wait: data and reset lie together in our kernel when we look.
      connection.socket.write('HTTP/1.1 200 OK\r\n\r\n0123456789');
      connection.reset();
    });
    const outcomes: unknown[] = [];
    for (let i = 0; i < 50; i++) {
      const { recorder } = request();
      await recorder.over();
      outcomes.push(recorder.failure?.code);
    }

    expect(new Set(outcomes)).toEqual(new Set(['http_response_incomplete']));
  });

  test('tells of a reset that a failed write heard of first, though the reader sees a clean end', async () => {
    const { request } = await endpoint(async (connection) => {
      await connection.head();
      await connection.write('HTTP/1.1 200 OK\r\n\r\n0123456789');
      connection.reset();
    });
    const recorder = new Recorder();
    const { attempt } = request({ method: 'POST', body: { kind: 'length', length: 1_000_000 } }, recorder);
    recorder.onEvent = (name) => {
      if (name !== 'ready') return;
      // Keeps writing, so that the reset meets a write.
      const drip = (): void => {
        if (recorder.failure !== null || recorder.trailers !== null) return;
        attempt.write(Buffer.from('x'));
        setImmediate(drip);
      };
      drip();
    };
    await recorder.over();

    expect(recorder.failure).toEqual({
      stage: 'streaming',
      code: 'http_response_incomplete',
      detail: 'ECONNRESET',
    });
  });

  test('while the request body is on its way leaves a request that no endpoint takes for complete', async () => {
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    const { promise: rest, resolve: end } = Promise.withResolvers<Buffer>();
    const { request } = await endpoint(async (connection) => {
      await connection.until('half\r\n');
      arrive();
      end(await connection.rest());
    });
    const { attempt, recorder } = request({ method: 'POST', body: { kind: 'chunked' } });
    await recorder.until('ready');
    attempt.write(Buffer.from('half'));
    await arrived;
    attempt.abort();

    expect((await rest).toString()).toBe('');
    expect(recorder.events).toEqual(['ready']);
  });
});
