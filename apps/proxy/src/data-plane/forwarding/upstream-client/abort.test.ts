import { describe, expect, test } from 'vitest';
import { answering, endpoint, okResponse } from './testing/exchange.ts';
import { Recorder } from './testing/recorder.ts';
import { turns } from './testing/turns.ts';

const nothing = { idle: 0, active: 0, connecting: 0 };

describe('aborting an attempt', () => {
  test('while it dials ends the dialling', async () => {
    const { clock, pool, request } = await endpoint(answering(okResponse));
    const { attempt, recorder } = request();
    attempt.abort();
    expect({ stats: pool.stats, timers: clock.pending }).toEqual({ stats: nothing, timers: 0 });

    await turns();
    expect(recorder.events).toEqual([]);
  });

  test('on a kept connection before ready closes that connection', async () => {
    const { pool, upstream, request } = await endpoint(answering(okResponse));
    await request().recorder.over();
    const { attempt, recorder } = request();
    attempt.abort();
    await upstream.allClosed();
    await turns();

    expect({ events: recorder.events, stats: pool.stats }).toEqual({ events: [], stats: nothing });
  });

  for (const event of ['ready', 'informational', 'head', 'chunk'] as const) {
    test(`within ${event} closes the connection, and nothing is told any more`, async () => {
      const response = `HTTP/1.1 103 X\r\n\r\n${okResponse}`;
      const { pool, upstream, request } = await endpoint(answering(response));
      const recorder = new Recorder();
      const { attempt } = request({}, recorder);
      recorder.onEvent = (name) => {
        if (name === event) attempt.abort();
      };
      await recorder.until(event);
      await upstream.allClosed();
      await turns();

      expect(recorder.events.at(-1)).toBe(event);
      expect(pool.stats).toEqual(nothing);
    });
  }

  test('within the upload takes no more of the body', async () => {
    const { upstream, request } = await endpoint((connection) => connection.drain());
    const { attempt, recorder } = request({ method: 'POST', body: { kind: 'length', length: 10 } });
    await recorder.until('ready');
    attempt.write(Buffer.from('12345'));
    attempt.abort();
    attempt.abort();
    expect(attempt.write(Buffer.from('67890'))).toBe(true);
    attempt.endBody([]);
    attempt.pause();
    attempt.resume();
    await upstream.allClosed();

    expect(recorder.events).toEqual(['ready']);
    expect(attempt.facts.requestBodyBytes).toBe(5);
  });

  test('after its end leaves the connection to whoever has it now', async () => {
    const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>();
    const { upstream, request } = await endpoint(async (connection) => {
      await connection.head();
      await connection.write(okResponse);
      await connection.head();
      await mayAnswer;
      await connection.write(okResponse);
    });
    const first = request();
    await first.recorder.over();
    const second = request();
    await second.recorder.until('ready');
    first.attempt.abort();
    first.attempt.pause();
    answer();
    await second.recorder.over();

    expect({ body: second.recorder.body, accepted: upstream.accepted }).toEqual({ body: 'ok', accepted: 1 });
  });
});
