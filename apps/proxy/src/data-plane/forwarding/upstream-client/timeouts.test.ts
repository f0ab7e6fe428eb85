import { describe, expect, test } from 'vitest';
import { answering, endpoint, okResponse } from './testing/exchange.ts';
import { turns } from './testing/turns.ts';
import { Uploading } from './testing/uploading.ts';

const bodyHead = 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n';
const hour = 3_600_000;

describe('the response header timeout', () => {
  test('ends a silent exchange on time', async () => {
    const { clock, pool, upstream, request } = await endpoint((connection) => connection.drain());
    const { recorder } = request({ timeouts: { responseHeaderMs: 300 } });
    await recorder.until('ready');
    clock.advance(299);
    expect(recorder.failure).toBeNull();

    clock.advance(1);
    expect(recorder.failure).toEqual({
      stage: 'sent',
      code: 'http_response_timeout',
      detail: 'no final head in time',
    });
    expect({ stats: pool.stats, timers: clock.pending }).toEqual({
      stats: { idle: 0, active: 0, connecting: 0 },
      timers: 0,
    });
    await upstream.allClosed();
  });

  test('is not put off by informational responses', async () => {
    const { clock, request } = await endpoint(async (connection) => {
      await connection.head();
      await connection.write('HTTP/1.1 103 Early Hints\r\n\r\n');
    });
    const { recorder } = request({ timeouts: { responseHeaderMs: 300 } });
    await recorder.until('ready');
    clock.advance(200);
    await recorder.until('informational');
    clock.advance(100);

    expect(recorder.failure?.code).toBe('http_response_timeout');
  });

  test('begins with the end of the request', async () => {
    const { clock, request } = await endpoint((connection) => connection.drain());
    const { attempt, recorder } = request({
      method: 'POST',
      body: { kind: 'chunked' },
      timeouts: { responseHeaderMs: 300 },
    });
    await recorder.until('ready');
    attempt.write(Buffer.from('a'));
    clock.advance(10 * hour);
    expect(recorder.failure).toBeNull();

    attempt.endBody([]);
    clock.advance(299);
    expect(recorder.failure).toBeNull();
    clock.advance(1);
    expect(recorder.failure?.code).toBe('http_response_timeout');
  });

  test('is over with the final head', async () => {
    const { clock, request } = await endpoint(answering(bodyHead));
    const { recorder } = request({ timeouts: { responseHeaderMs: 300, idleMs: 1_000 } });
    await recorder.until('head');
    clock.advance(999);

    expect(recorder.failure).toBeNull();
  });

  test('can be off', async () => {
    const { clock, request } = await endpoint((connection) => connection.drain());
    const { recorder } = request({ timeouts: { responseHeaderMs: null } });
    await recorder.until('ready');
    clock.advance(1_000 * hour);

    expect(recorder.failure).toBeNull();
  });
});

describe('the idle timeout', () => {
  test('ends a response body that stalls, counted from its last piece', async () => {
    const { promise: goOn, resolve } = Promise.withResolvers<void>();
    const { clock, request } = await endpoint(async (connection) => {
      await connection.head();
      await connection.write(`${bodyHead}1`);
      await goOn;
      await connection.write('2');
    });
    const { recorder } = request({ timeouts: { idleMs: 500 } });
    await recorder.until('chunk');
    clock.advance(499);
    const second = recorder.next('chunk');
    resolve();
    await second;
    clock.advance(499);
    expect(recorder.failure).toBeNull();

    clock.advance(1);
    expect(recorder.failure).toEqual({
      stage: 'streaming',
      code: 'connection_read_timeout',
      detail: 'no more of the body in time',
    });
  });

  test('does not run while we hold the endpoint back', async () => {
    const { clock, request } = await endpoint(answering(`${bodyHead}1`));
    const { attempt, recorder } = request({ timeouts: { idleMs: 500 } });
    await recorder.until('chunk');
    attempt.pause();
    clock.advance(10 * hour);
    expect(recorder.failure).toBeNull();

    attempt.resume();
    clock.advance(499);
    expect(recorder.failure).toBeNull();
    clock.advance(1);
    expect(recorder.failure?.code).toBe('connection_read_timeout');
  });

  test('ends a request whose body the endpoint does not take', async () => {
    const { clock, request } = await endpoint(() => new Promise(() => {}));
    const recorder = new Uploading(1024 * 1024 * 1024);
    const { attempt } = request(
      { method: 'POST', body: { kind: 'chunked' }, timeouts: { idleMs: 500, responseHeaderMs: 100 } },
      recorder,
    );
    recorder.sendTo(attempt);
    // Every drain lets more into the kernel's buffers, until they are full and none comes.
    let sent = -1;
    while (sent < attempt.facts.requestBodyBytes) {
      sent = attempt.facts.requestBodyBytes;
      await turns();
    }
    clock.advance(499);
    expect(recorder.failure).toBeNull();

    clock.advance(1);
    expect(recorder.failure).toEqual({
      stage: 'sent',
      code: 'connection_write_timeout',
      detail: 'the endpoint takes no more of the body',
    });
  });

  test('does not run while the client keeps the endpoint waiting, not even during the response', async () => {
    const { clock, request } = await endpoint(async (connection) => {
      await connection.head();
      await connection.write(`${bodyHead}1`);
    });
    const { attempt, recorder } = request({
      method: 'POST',
      body: { kind: 'length', length: 2 },
      timeouts: { idleMs: 500 },
    });
    await recorder.until('chunk');
    clock.advance(10 * hour);
    expect(recorder.failure).toBeNull();

    attempt.write(Buffer.from('ab'));
    clock.advance(500);
    expect(recorder.failure?.code).toBe('connection_read_timeout');
  });

  test('gives way to the tunnel timeout on event streams', async () => {
    const { clock, request } = await endpoint(
      answering('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream;charset=utf-8\r\n\r\ndata: 1\n\n'),
    );
    const { recorder } = request({ timeouts: { idleMs: 500, tunnelMs: hour } });
    await recorder.until('chunk');
    clock.advance(hour - 1);
    expect(recorder.failure).toBeNull();

    clock.advance(1);
    expect(recorder.failure?.code).toBe('connection_read_timeout');
  });

  test('can be off', async () => {
    const { clock, request } = await endpoint(answering(`${bodyHead}1`));
    const { recorder } = request({ timeouts: { idleMs: null } });
    await recorder.until('chunk');
    clock.advance(1_000 * hour);

    expect(recorder.failure).toBeNull();
  });
});

describe('timers', () => {
  test('are one for each connection, however many requests it serves', async () => {
    const { clock, pool, request } = await endpoint(answering(okResponse));
    for (let i = 0; i < 100; i++) {
      await request().recorder.over();
      clock.advance(1);
      expect(clock.pending).toBe(1);
    }

    pool.close();
    expect(clock.pending).toBe(0);
  });
});
