import { FakeClock, rawUpstream, silentUpstream } from '@hostler/test-kit';
import type { Upstream } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { keep } from '../../testing/scene.ts';
import { switching } from './tunnel/testing/handshake.ts';
import { openUpgrade } from './upgrade-attempt.ts';
import type { Switched, UpgradeHandler } from './upgrade-attempt.ts';
import type { Attempt } from './upstream-client/index.ts';
import { Recorder } from './upstream-client/testing/recorder.ts';
import { eventually, turns } from './upstream-client/testing/turns.ts';

class UpgradeRecorder extends Recorder implements UpgradeHandler {
  result: Switched | null = null;

  switched(result: Switched): void {
    this.result = result;
  }
}

function attemptAt(upstream: Upstream): { attempt: Attempt; recorder: UpgradeRecorder; clock: FakeClock } {
  const recorder = new UpgradeRecorder();
  const clock = new FakeClock();
  const attempt = openUpgrade(
    upstream,
    {
      method: 'GET',
      target: '/',
      headers: ['Host', 'shop.test', 'Connection', 'Upgrade', 'Upgrade', 'websocket'],
      body: { kind: 'none' },
    },
    recorder,
    { connectMs: 2_000, responseHeaderMs: 30_000, idleMs: 60_000, tunnelMs: 3_600_000 },
    clock,
  );
  return { attempt, recorder, clock };
}

describe('an attempt to upgrade', () => {
  it('that is given up before the library has dialled leaves no connection', async () => {
    const upstream = await keep(silentUpstream());
    const { attempt, recorder, clock } = attemptAt(upstream);
    attempt.abort();
    await turns();
    await upstream.allClosed();
    expect(recorder.events).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('that is given up later closes its connection, and is silent', async () => {
    const upstream = await keep(silentUpstream());
    const { attempt, recorder, clock } = attemptAt(upstream);
    await recorder.until('ready');
    attempt.abort();
    attempt.abort();
    await upstream.allClosed();
    await turns();
    expect(recorder.events).toEqual(['ready']);
    expect(clock.pending).toBe(0);
  });

  it('hands over a connection that was switched, with what came behind the head, and no timer', async () => {
    const upstream = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write(`${switching()}first bytes`);
      }),
    );
    const { recorder, clock } = attemptAt(upstream);
    await eventually(() => recorder.result !== null);
    expect(recorder.result?.head).toMatchObject({ statusCode: 101, reason: 'Switching Protocols' });
    const connection = recorder.result?.connection;
    let text = '';
    connection?.on('data', (data: Buffer) => {
      text += data.toString();
    });
    connection?.resume();
    await eventually(() => text === 'first bytes');
    expect(clock.pending).toBe(0);
    connection?.destroy();
  });

  it('does not time an endpoint that is held back', async () => {
    const upstream = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write('HTTP/1.1 503 Busy\r\nContent-Length: 10\r\n\r\nhalf');
      }),
    );
    const { attempt, recorder, clock } = attemptAt(upstream);
    await recorder.until('chunk');
    attempt.pause();
    clock.advance(3_600_000);
    expect(recorder.events).not.toContain('failed');
    attempt.resume();
    clock.advance(59_999);
    expect(recorder.events).not.toContain('failed');
    clock.advance(1);
    expect(recorder.failure).toMatchObject({ stage: 'streaming', code: 'connection_read_timeout' });
  });

  it('gives a stream of events the time of a tunnel', async () => {
    const upstream = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n');
      }),
    );
    const { recorder, clock } = attemptAt(upstream);
    await recorder.until('chunk');
    clock.advance(3_599_999);
    expect(recorder.events).not.toContain('failed');
    clock.advance(1);
    expect(recorder.failure).toMatchObject({ code: 'connection_read_timeout' });
  });
});
