import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { answering, endpoint, okResponse } from './testing/exchange.ts';
import { Recorder } from './testing/recorder.ts';
import { turns } from './testing/turns.ts';
import { Uploading } from './testing/uploading.ts';

const mebibyte = 1024 * 1024;

// Contexts that are made from now on have `gc`.
setFlagsFromString('--expose-gc');
/** Bytes in buffers that somebody still holds. */
function liveBufferBytes(): number {
  runInNewContext('gc()');
  return process.memoryUsage().arrayBuffers;
}

describe('backpressure', () => {
  test('holds the request back until the endpoint reads', async () => {
    const { promise: mayRead, resolve: read } = Promise.withResolvers<void>();
    const total = 32 * mebibyte;
    const { request } = await endpoint(async (connection) => {
      await mayRead;
      await connection.head();
      await connection.bytes(total);
      await connection.write(okResponse);
    });
    const recorder = new Uploading(total);
    const { attempt } = request({ method: 'POST', body: { kind: 'length', length: total } }, recorder);
    await recorder.sendTo(attempt).until('ready');
    await turns();
    const sentUnread = attempt.facts.requestBodyBytes;
    // What the two sockets' buffers hold, and a piece.
    expect(sentUnread).toBeLessThan(16 * mebibyte);

    read();
    await recorder.over();
    expect(recorder.body).toBe('ok');
    expect(recorder.events).toContain('drained');
    expect(attempt.facts).toMatchObject({ requestBodyBytes: total, requestComplete: true });
  });

  test('holds a 100 MiB response back with a paused reader, and memory stays flat', async () => {
    const total = 100 * mebibyte;
    const piece = Buffer.alloc(mebibyte, 'r');
    let sent = 0;
    const { request } = await endpoint(async (connection) => {
      await connection.head();
      await connection.write(`HTTP/1.1 200 OK\r\nContent-Length: ${total}\r\n\r\n`);
      while (sent < total) {
        await connection.write(piece);
        sent += piece.length;
      }
    });
    const reader = new (class extends Recorder {
      override chunk(data: Buffer): void {
        super.chunk(data);
        // Kept by nobody, as by a proxy that passes it on.
        this.chunks.length = 0;
      }
    })();
    const { attempt } = request({}, reader);
    reader.onEvent = (name) => {
      if (name === 'chunk') attempt.pause();
    };
    await reader.until('chunk');
    await turns();
    const received = attempt.facts.responseBodyBytes;
    expect(received).toBeLessThan(mebibyte);
    expect(sent).toBeLessThan(32 * mebibyte);

    const before = liveBufferBytes();
    let peak = 0;
    let measuredAt = 0;
    reader.onEvent = (name) => {
      if (name !== 'chunk') return;
      attempt.pause();
      if (attempt.facts.responseBodyBytes - measuredAt > 4 * mebibyte) {
        measuredAt = attempt.facts.responseBodyBytes;
        peak = Math.max(peak, liveBufferBytes() - before);
      }
      setImmediate(() => attempt.resume());
    };
    attempt.resume();
    await reader.over();
    expect(reader.failure).toBeNull();
    expect(attempt.facts.responseBodyBytes).toBe(total);
    // Buffers are freed a collection later.
    expect(peak).toBeLessThan(12 * mebibyte);
  });

  test('may come too late for what was already read, and harms neither this nor the next response', async () => {
    const { pool, request } = await endpoint(answering(okResponse));
    const recorder = new Recorder();
    const { attempt } = request({}, recorder);
    recorder.onEvent = (name) => {
      if (name === 'head') attempt.pause();
    };
    await recorder.over();
    expect(recorder.events).toEqual(['ready', 'head', 'chunk', 'end']);
    expect(pool.stats.idle).toBe(1);

    const next = request();
    await next.recorder.over();
    expect({ body: next.recorder.body, reused: next.attempt.facts.reusedSocket }).toEqual({
      body: 'ok',
      reused: true,
    });
  });

  test.runIf(process.platform === 'linux')('loses nothing when the endpoint resets meanwhile', async () => {
    const { promise: mayGoOn, resolve: goOn } = Promise.withResolvers<void>();
    const { upstream, request } = await endpoint(async (connection) => {
      await connection.head();
      await connection.write('HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n');
      await mayGoOn;
      await connection.write('r'.repeat(50_000));
      connection.reset();
    });
    const { attempt, recorder } = request();
    await recorder.until('head');
    attempt.pause();
    goOn();
    await (
      await upstream.connection(0)
    ).closed;
    await turns();
    expect(attempt.facts.responseBodyBytes).toBe(0);

    attempt.resume();
    await recorder.over();
    expect({ failure: recorder.failure, bytes: attempt.facts.responseBodyBytes }).toEqual({
      failure: null,
      bytes: 50_000,
    });
  });

  test('can be asked for before there is a connection', async () => {
    const { request } = await endpoint(answering(okResponse));
    const { attempt, recorder } = request();
    attempt.pause();
    await recorder.until('ready');
    await turns();
    expect(recorder.events).toEqual(['ready']);

    attempt.resume();
    await recorder.over();
    expect(recorder.body).toBe('ok');
  });
});
