import { describe, expect, test } from 'vitest';
import { answering, endpoint, okResponse } from './testing/exchange.ts';
import type { PoolUnderTest } from './testing/exchange.ts';
import { Recorder } from './testing/recorder.ts';
import { eventually } from './testing/turns.ts';

const nothing = { idle: 0, active: 0, connecting: 0 };

/** An endpoint that answers with the number of the connection that a request came on. */
function numbered(headers = ''): ReturnType<typeof endpoint> {
  return endpoint((connection) => {
    const body = String(connection.index);
    return answering(`HTTP/1.1 200 OK\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`)(
      connection,
    );
  });
}

/** Opens requests all at once. @returns the connection that each came on */
async function connectionsOf(count: number, { request }: PoolUnderTest): Promise<string[]> {
  const recorders = Array.from({ length: count }, () => request().recorder);
  await Promise.all(recorders.map((recorder) => recorder.over()));
  return recorders.map((recorder) => recorder.body);
}

describe('a connection pool', () => {
  test('opens a connection for each exchange at the same time, and counts what they do', async () => {
    const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>();
    const { pool, request } = await endpoint(async (connection) => {
      await connection.head();
      await mayAnswer;
      await connection.write(okResponse);
    });
    const recorders = [request().recorder, request().recorder];
    expect(pool.stats).toEqual({ idle: 0, active: 0, connecting: 2 });

    await Promise.all(recorders.map((recorder) => recorder.until('ready')));
    expect(pool.stats).toEqual({ idle: 0, active: 2, connecting: 0 });

    answer();
    await Promise.all(recorders.map((recorder) => recorder.over()));
    expect(pool.stats).toEqual({ idle: 2, active: 0, connecting: 0 });
  });

  test('uses the connection first that was released last', async () => {
    const gates = Array.from({ length: 3 }, () => Promise.withResolvers<void>());
    const given = await endpoint(async (connection) => {
      for (;;) {
        await connection.head();
        await gates[connection.index]?.promise;
        await connection.write(`HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n${connection.index}`);
      }
    });
    const recorders = gates.map(() => given.request().recorder);
    for (const [done, index] of [0, 2, 1].entries()) {
      gates[index]?.resolve();
      await eventually(() => given.pool.stats.idle === done + 1);
    }
    await Promise.all(recorders.map((recorder) => recorder.over()));

    expect((await connectionsOf(2, given)).toSorted()).toEqual(['1', '2']);
    expect(await connectionsOf(1, given)).not.toEqual(['0']);
    expect(given.upstream.accepted).toBe(3);
  });

  test('gives a connection to whoever asks within end', async () => {
    const { upstream, request } = await endpoint(answering(okResponse));
    const first = new Recorder();
    const second = new Recorder();
    first.onEvent = (name) => {
      if (name === 'end') request({}, second);
    };
    request({}, first);
    await second.over();

    expect({ body: second.body, accepted: upstream.accepted }).toEqual({ body: 'ok', accepted: 1 });
  });

  test('dials when asked for a fresh connection, and keeps the idle one', async () => {
    const { pool, request } = await endpoint(answering(okResponse));
    await request().recorder.over();
    const { attempt, recorder } = request({ fresh: true });
    expect(pool.stats).toEqual({ idle: 1, active: 0, connecting: 1 });

    await recorder.over();
    expect(attempt.facts.reusedSocket).toBe(false);
    expect(pool.stats.idle).toBe(2);
  });

  test('keeps no more idle connections than it may, and lets the oldest go', async () => {
    const given = await endpoint(answering(okResponse), { maxIdleSockets: 2 });
    await connectionsOf(4, given);

    expect(given.pool.stats).toEqual({ idle: 2, active: 0, connecting: 0 });
  });

  test.each([
    { name: 'no idle socket is allowed', options: { maxIdleSockets: 0 } },
    { name: 'the idle time is 0', options: { idleSocketMs: 0 } },
  ])('keeps no connection when $name', async ({ options }) => {
    const { pool, upstream, request } = await endpoint(answering(okResponse), options);
    await request().recorder.over();

    expect(pool.stats).toEqual(nothing);
    await upstream.allClosed();
  });

  test.each([
    { name: 'four seconds without a hint', hint: '', idleMs: 4_000 },
    { name: 'less than the endpoint says', hint: 'Keep-Alive: timeout=3, max=9\r\n', idleMs: 2_000 },
    { name: 'longer where the endpoint says so', hint: 'keep-alive: timeout=20\r\n', idleMs: 19_000 },
  ])('closes a connection that was idle for $name', async ({ hint, idleMs }) => {
    const given = await numbered(hint);
    await connectionsOf(1, given);
    given.clock.advance(idleMs - 1);
    expect(await connectionsOf(1, given)).toEqual(['0']);

    given.clock.advance(idleMs);
    expect(given.pool.stats).toEqual(nothing);
    await given.upstream.allClosed();
    expect(given.clock.pending).toBe(0);
  });

  test.each([
    { name: 'ends', act: 'end' },
    { name: 'is reset', act: 'reset' },
    { name: 'says something unasked', act: 'write' },
  ] as const)('closes an idle connection at once that $name, and does not use it', async ({ act }) => {
    const { pool, upstream, request } = await endpoint(answering(okResponse));
    await request().recorder.over();
    const connection = await upstream.connection(0);
    if (act === 'write') await connection.write('HTTP/1.1 408 Request Timeout\r\n\r\n');
    else connection[act]();
    await eventually(() => pool.stats.idle === 0);
    await connection.closed;

    const { attempt, recorder } = request();
    await recorder.over();
    expect({ body: recorder.body, reused: attempt.facts.reusedSocket }).toEqual({
      body: 'ok',
      reused: false,
    });
  });

  test('tells of a kept connection that was closed as a request came: enough for a free retry', async () => {
    const { request, upstream } = await endpoint(async (connection) => {
      await connection.head();
      await connection.write(okResponse);
      await connection.head();
      if (connection.index === 0) connection.reset();
      else await connection.write(okResponse);
    });
    await request().recorder.over();
    const raced = request();
    await raced.recorder.over();

    expect(raced.recorder.failure).toEqual({
      stage: 'sent',
      code: 'connection_terminated',
      detail: 'ECONNRESET',
    });
    expect(raced.attempt.facts).toMatchObject({ reusedSocket: true, headSent: true, responseStarted: false });

    const retried = request({ fresh: true });
    await retried.recorder.over();
    expect({ body: retried.recorder.body, accepted: upstream.accepted }).toEqual({ body: 'ok', accepted: 2 });
  });

  describe('that is closed', () => {
    test('closes idle connections now and the others after their exchange', async () => {
      const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>();
      const { pool, upstream, request } = await endpoint(async (connection) => {
        await connection.head();
        if (connection.index === 1) await mayAnswer;
        await connection.write(okResponse);
      });
      await request().recorder.over();
      const busy = request({ fresh: true }).recorder;
      await busy.until('ready');
      pool.close();
      expect(pool.stats).toEqual({ idle: 0, active: 1, connecting: 0 });

      answer();
      await busy.over();
      expect({ body: busy.body, stats: pool.stats }).toEqual({ body: 'ok', stats: nothing });
      await upstream.allClosed();
    });

    test('still serves, and keeps nothing', async () => {
      const { pool, request } = await endpoint(answering(okResponse));
      pool.close();
      const { recorder } = request();
      await recorder.over();

      expect({ body: recorder.body, stats: pool.stats }).toEqual({ body: 'ok', stats: nothing });
    });
  });

  describe('that is destroyed', () => {
    test('fails what is under way, by how far it came', async () => {
      const { pool, upstream, request } = await endpoint(async (connection) => {
        await connection.head();
        if (connection.index === 0) await connection.write('HTTP/1.1 200 OK\r\n\r\n');
      });
      const streaming = request().recorder;
      await streaming.until('head');
      const waiting = request().recorder;
      await waiting.until('ready');
      const dialling = request().recorder;
      pool.destroy();

      expect([streaming.failure, waiting.failure, dialling.failure]).toEqual([
        { stage: 'streaming', code: 'http_response_incomplete', detail: 'connection pool destroyed' },
        { stage: 'sent', code: 'connection_terminated', detail: 'connection pool destroyed' },
        { stage: 'not-sent', code: 'connection_terminated', detail: 'connection pool destroyed' },
      ]);
      expect(pool.stats).toEqual(nothing);
      await upstream.allClosed();
    });

    test('fails what is opened afterwards, but not from within open', async () => {
      const { pool, request } = await endpoint(answering(okResponse));
      pool.destroy();
      const { recorder } = request();
      expect(recorder.events).toEqual([]);

      await recorder.over();
      expect(recorder.failure).toMatchObject({ stage: 'not-sent', code: 'connection_terminated' });
      expect(pool.stats).toEqual(nothing);
    });
  });
});
