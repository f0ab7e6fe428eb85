import type { RawConnection } from '@hostler/test-kit';
import { describe, expect, test } from 'vitest';
import { endpoint, okResponse } from './testing/exchange.ts';
import { Recorder } from './testing/recorder.ts';
import { Uploading } from './testing/uploading.ts';

const tenMebibytes = 10 * 1024 * 1024;
const tooLarge = 'HTTP/1.1 413 Content Too Large\r\nContent-Length: 9\r\n\r\ntoo large';
const tooLargeUntilClose = 'HTTP/1.1 413 Content Too Large\r\n\r\ntoo large';

describe('a response that comes before the request was complete', () => {
  const endings: { name: string; response: string; close: (connection: RawConnection) => void }[] = [
    { name: 'closes with our bytes unread', response: tooLarge, close: (connection) => connection.close() },
    { name: 'resets', response: tooLarge, close: (connection) => connection.reset() },
    { name: 'goes on reading', response: tooLarge, close: () => {} },
    {
      name: 'ends its half and goes on reading',
      response: tooLargeUntilClose,
      close: (connection) => connection.end(),
    },
  ];

  for (const { name, response, close } of endings) {
    test(`is delivered when the endpoint answers 413 and ${name}, while we upload 10 MiB`, async () => {
      const { pool, request } = await endpoint(async (connection) => {
        await connection.head();
        await connection.write(response);
        close(connection);
      });
      const recorder = new Uploading(tenMebibytes);
      const { attempt } = request(
        { method: 'POST', body: { kind: 'length', length: tenMebibytes } },
        recorder,
      );
      await recorder.sendTo(attempt).over();

      expect({
        failure: recorder.failure,
        status: recorder.finalHead?.statusCode,
        body: recorder.body,
      }).toEqual({
        failure: null,
        status: 413,
        body: 'too large',
      });
      expect(attempt.facts.requestComplete).toBe(false);
      expect(pool.stats).toEqual({ idle: 0, active: 0, connecting: 0 });
    });

    test(`is delivered when it ${name}, and a write meets the closed connection first`, async () => {
      const { request } = await endpoint(async (connection) => {
        await connection.head();
        await connection.write(response);
        close(connection);
      });
      const recorder = new Recorder();
      const { attempt } = request({ method: 'POST', body: { kind: 'chunked' } }, recorder);
      recorder.onEvent = (event) => {
        if (event !== 'ready') return;
        // A write in every turn, also in the one in which the connection turns out to be closed.
        const drip = (): void => {
          if (recorder.trailers !== null || recorder.failure !== null) return;
          attempt.write(Buffer.from('drip'));
          setImmediate(drip);
        };
        drip();
      };
      await recorder.over();

      expect({ failure: recorder.failure, body: recorder.body }).toEqual({
        failure: null,
        body: 'too large',
      });
    });
  }

  test('does not stop the request: both go on side by side', async () => {
    const { pool, request } = await endpoint(async (connection) => {
      await connection.head();
      await connection.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
      for (let i = 0; i < 3; i++) {
        const piece = await connection.until('|\r\n');
        await connection.write(piece);
      }
      await connection.until('0\r\n\r\n');
      await connection.write('0\r\n\r\n');
    });
    const { attempt, recorder } = request({ method: 'POST', body: { kind: 'chunked' } });
    await recorder.until('head');
    for (const piece of ['one|', 'two|', 'three|']) {
      const echo = recorder.next('chunk');
      attempt.write(Buffer.from(piece));
      await echo;
    }
    attempt.endBody([]);
    await recorder.over();

    expect(recorder.body).toBe('one|two|three|');
    expect(pool.stats.idle).toBe(1);
  });

  test('and ends before it closes the connection, and what is written afterwards goes nowhere', async () => {
    const { pool, upstream, request } = await endpoint(async (connection) => {
      await connection.head();
      await connection.write(okResponse);
    });
    const { attempt, recorder } = request({ method: 'POST', body: { kind: 'length', length: 8 } });
    await recorder.until('ready');
    attempt.write(Buffer.from('four'));
    await recorder.over();

    expect(recorder.body).toBe('ok');
    expect(pool.stats).toEqual({ idle: 0, active: 0, connecting: 0 });
    await upstream.allClosed();
    expect(attempt.write(Buffer.from('more'))).toBe(true);
    attempt.endBody([]);
    attempt.pause();
    attempt.resume();
    attempt.abort();
    expect(recorder.events).toEqual(['ready', 'head', 'chunk', 'end']);
    expect(attempt.facts.requestBodyBytes).toBe(4);
  });

  test('but after its last byte leaves the connection to others, though its end was not called yet', async () => {
    const { pool, request } = await endpoint(async (connection) => {
      await connection.until('four');
      await connection.write(okResponse);
    });
    const { attempt, recorder } = request({ method: 'POST', body: { kind: 'length', length: 4 } });
    await recorder.until('ready');
    attempt.write(Buffer.from('four'));
    await recorder.over();

    expect(pool.stats.idle).toBe(1);
    attempt.endBody([]);
    expect(pool.stats.idle).toBe(1);
  });

  test('is told as a failure when it never comes and the endpoint closes', async () => {
    const { request } = await endpoint(async (connection) => {
      await connection.head();
      connection.close();
    });
    const recorder = new Uploading(tenMebibytes);
    const { attempt } = request({ method: 'POST', body: { kind: 'length', length: tenMebibytes } }, recorder);
    await recorder.sendTo(attempt).over();

    expect(recorder.failure).toMatchObject({ stage: 'sent', code: 'connection_terminated' });
    expect(recorder.failure?.detail).toMatch(/^(?:ECONNRESET|EPIPE)$/);
  });
});
