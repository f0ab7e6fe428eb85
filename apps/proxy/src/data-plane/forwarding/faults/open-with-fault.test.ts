import { FakeClock } from '@hostler/test-kit';
import type { ConnectionScript } from '@hostler/test-kit';
import { describe, expect, test } from 'vitest';
import { newFacts } from '../upstream-client/attempt-facts.ts';
import type { Attempt, UpstreamRequest } from '../upstream-client/index.ts';
import { answering, endpoint, okResponse } from '../upstream-client/testing/exchange.ts';
import { Recorder } from '../upstream-client/testing/recorder.ts';
import { eventually, turns } from '../upstream-client/testing/turns.ts';
import { openUpgrade } from '../upgrade-attempt.ts';
import type { Switched, UpgradeHandler } from '../upgrade-attempt.ts';
import type { FaultKind } from './injected-fault.ts';
import { openWithFault } from './open-with-fault.ts';

const timeouts = { connectMs: 2_000, responseHeaderMs: 30_000, idleMs: 60_000, tunnelMs: null };
const get: UpstreamRequest = { method: 'GET', target: '/', headers: ['Host', 'a'], body: { kind: 'none' } };
const post: UpstreamRequest = { ...get, method: 'POST', body: { kind: 'length', length: 4 } };

/** Keeps what it is told, a switch too. */
class UpgradeRecorder extends Recorder implements UpgradeHandler {
  switchedTo: Switched | null = null;

  switched(switched: Switched): void {
    this.switchedTo = switched;
  }
}

interface Opened {
  readonly attempt: Attempt;
  readonly recorder: UpgradeRecorder;
  readonly clock: FakeClock;
}

/** An attempt whose endpoint is never asked. */
function pretend(kind: FaultKind, request: UpstreamRequest = get): Opened {
  const clock = new FakeClock(1_000);
  const recorder = new UpgradeRecorder();
  const attempt = openWithFault(kind, { request, handler: recorder, timeouts, clock }, () => {
    throw new Error('the endpoint is asked');
  });
  return { attempt, recorder, clock };
}

/** An attempt at an endpoint that runs a script, with a fault before it. */
async function real(
  kind: FaultKind,
  script: ConnectionScript,
  { request = get, responseHeaderMs = 30_000 }: { request?: UpstreamRequest; responseHeaderMs?: number } = {},
) {
  const { pool, clock, upstream } = await endpoint(script);
  const recorder = new UpgradeRecorder();
  const limits = { ...timeouts, responseHeaderMs };
  let behind: Attempt | null = null;
  const attempt = openWithFault(kind, { request, handler: recorder, timeouts: limits, clock }, (handler) => {
    behind = pool.open(request, handler, limits, { fresh: false });
    return behind;
  });
  /** The endpoint's head has come, whether or not that is told. */
  const answered = (): Promise<void> => eventually(() => behind?.facts.finalHeadSeen === true);
  return { attempt, recorder, clock, pool, upstream, answered };
}

describe('an endpoint that refuses', () => {
  test('is met as one that nothing was sent to', async () => {
    const { attempt, recorder } = pretend('refuse');
    expect(recorder.events).toEqual([]);
    await recorder.over();
    expect(recorder.events).toEqual(['failed']);
    expect(recorder.failure).toMatchObject({ stage: 'not-sent', code: 'connection_refused' });
    expect(attempt.facts).toEqual(newFacts());
  });

  test('says nothing to who has given up', async () => {
    const { attempt, recorder } = pretend('refuse');
    attempt.abort();
    await turns();
    expect(recorder.events).toEqual([]);
  });
});

describe('an endpoint that resets', () => {
  test('has the request, and no head comes', async () => {
    const { attempt, recorder } = pretend('reset');
    await recorder.over();
    expect(recorder.events).toEqual(['ready', 'failed']);
    expect(recorder.failure).toMatchObject({ stage: 'sent', code: 'connection_terminated' });
    expect(attempt.facts).toEqual({
      ...newFacts(),
      headSent: true,
      requestComplete: true,
      connectedAt: 1_000,
    });
  });

  test.each([
    { name: 'of known length', body: { kind: 'length', length: 4 } },
    { name: 'in chunks', body: { kind: 'chunked' } },
  ] as const)('takes the whole of a body $name first', async ({ body }) => {
    const { attempt, recorder } = pretend('reset', { ...post, body });
    await recorder.until('ready');
    expect(attempt.write(Buffer.from('ab'))).toBe(true);
    await turns();
    expect(recorder.failure).toBeNull();
    attempt.write(Buffer.from('cd'));
    attempt.endBody([]);
    await recorder.over();
    expect(recorder.failure?.stage).toBe('sent');
    expect(attempt.facts).toMatchObject({ requestBodyBytes: 4, requestComplete: true });
  });

  test('waits for no body of length 0', async () => {
    const { attempt, recorder } = pretend('reset', { ...post, body: { kind: 'length', length: 0 } });
    await recorder.over();
    expect(recorder.failure?.stage).toBe('sent');
    expect(attempt.facts.requestComplete).toBe(true);
  });

  test('says nothing to who gives up while sending', async () => {
    const { attempt, recorder } = pretend('reset', post);
    await recorder.until('ready');
    attempt.write(Buffer.from('abcd'));
    attempt.abort();
    attempt.write(Buffer.from('more'));
    await turns();
    expect(recorder.events).toEqual(['ready']);
  });
});

describe('an endpoint that hangs', () => {
  test('is waited for as long as for a head, from the end of the request', async () => {
    const { attempt, recorder, clock } = pretend('hang', post);
    await recorder.until('ready');
    clock.advance(40_000);
    attempt.write(Buffer.from('abcd'));
    clock.advance(29_999);
    expect(recorder.failure).toBeNull();
    clock.advance(1);
    expect(recorder.failure).toMatchObject({ stage: 'sent', code: 'http_response_timeout' });
    expect(clock.pending).toBe(0);
  });

  test('leaves no timer behind when it is given up', async () => {
    const { attempt, recorder, clock } = pretend('hang');
    await recorder.until('ready');
    expect(clock.pending).toBe(1);
    attempt.abort();
    expect(clock.pending).toBe(0);
    expect(recorder.events).toEqual(['ready']);
  });
});

describe('an endpoint that answers 503', () => {
  test('does so whole, after the request', async () => {
    const { attempt, recorder } = pretend('5xx');
    await recorder.over();
    expect(recorder.events).toEqual(['ready', 'head', 'chunk', 'end']);
    expect(recorder.finalHead?.statusCode).toBe(503);
    expect(recorder.framing).toEqual({ kind: 'length', length: recorder.body.length });
    expect(attempt.facts).toMatchObject({
      responseStarted: true,
      finalHeadSeen: true,
      firstByteAt: 1_000,
      responseBodyBytes: recorder.body.length,
    });
  });

  test('has no body for HEAD', async () => {
    const { recorder } = pretend('5xx', { ...get, method: 'HEAD' });
    await recorder.over();
    expect(recorder.events).toEqual(['ready', 'head', 'end']);
    expect(recorder.framing).toEqual({ kind: 'none' });
  });

  test.each(['head', 'chunk'] as const)('ends with its %s when it is given up there', async (event) => {
    const { attempt, recorder } = pretend('5xx');
    recorder.onEvent = (name) => {
      if (name === event) attempt.abort();
    };
    await recorder.until(event);
    await turns();
    expect(recorder.events.at(-1)).toBe(event);
  });
});

describe('an endpoint that is slow', () => {
  test('brings its head a second late, and then all that came meanwhile', async () => {
    const { attempt, recorder, clock, answered } = await real('slow', answering(okResponse));
    await answered();
    expect(attempt.facts).toMatchObject({ headSent: true, responseStarted: false, finalHeadSeen: false });
    clock.advance(999);
    expect(recorder.events).toEqual(['ready']);
    clock.advance(1);
    await recorder.over();
    expect(recorder.events).toEqual(['ready', 'head', 'chunk', 'end']);
    expect(recorder.body).toBe('ok');
    expect(attempt.facts).toMatchObject({ finalHeadSeen: true, responseBodyBytes: 2 });
  });

  test('is too late for timeouts.responseHeader', async () => {
    const { recorder, clock, pool, answered } = await real('slow', answering(okResponse), {
      responseHeaderMs: 700,
    });
    await answered();
    clock.advance(699);
    expect(recorder.failure).toBeNull();
    clock.advance(1);
    expect(recorder.events).toEqual(['ready', 'failed']);
    expect(recorder.failure).toMatchObject({ stage: 'sent', code: 'http_response_timeout' });
    expect(pool.stats.active).toBe(0);
  });

  test('fails at once where the real one fails before its head', async () => {
    const { recorder } = await real('slow', async (connection) => {
      await connection.head();
      connection.reset();
    });
    await recorder.over();
    expect(recorder.failure).toMatchObject({ stage: 'sent', code: 'connection_terminated' });
  });

  test('says nothing to who gives up while the answer is kept', async () => {
    const { attempt, recorder, clock, pool, answered } = await real('slow', answering(okResponse));
    await answered();
    attempt.abort();
    clock.advance(5_000);
    expect(recorder.events).toEqual(['ready']);
    expect(pool.stats.active).toBe(0);
  });
});

describe('a slow endpoint that switches protocols', () => {
  const handshake: UpstreamRequest = {
    ...get,
    headers: ['Host', 'a', 'Connection', 'Upgrade', 'Upgrade', 'websocket'],
  };

  async function switching() {
    const { upstream, clock } = await endpoint(async (connection) => {
      await connection.head();
      await connection.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      );
    });
    const recorder = new UpgradeRecorder();
    const attempt = openWithFault(
      'slow',
      { request: handshake, handler: recorder, timeouts, clock },
      (handler) => openUpgrade(upstream, handshake, handler, timeouts, clock),
    );
    return { attempt, recorder, clock, upstream };
  }

  test('does so a second late', async () => {
    const { recorder, clock } = await switching();
    await eventually(() => {
      clock.advance(1);
      return recorder.switchedTo !== null;
    });
    recorder.switchedTo?.connection.destroy();
    expect(clock.now()).toBeGreaterThanOrEqual(1_000);
    expect(recorder.events).toEqual(['ready']);
  });

  test('is closed when it is given up meanwhile', async () => {
    const { attempt, recorder, upstream } = await switching();
    await eventually(() => attempt.facts.headSent);
    await turns();
    attempt.abort();
    await upstream.allClosed();
    expect(recorder.switchedTo).toBeNull();
  });
});

/** An endpoint that answers like this to every request. */
const answers = (head: string, body: string) => answering(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n${body}`);

describe('an endpoint whose answer breaks off', () => {
  test.each([
    {
      name: 'in the middle of a known length',
      script: answers('Content-Length: 10', '0123456789'),
      body: '01234',
    },
    {
      name: 'before the only byte',
      script: answers('Content-Length: 1', 'x'),
      body: '',
    },
    {
      name: 'in the first of several chunks',
      script: answers('Transfer-Encoding: chunked', '4\r\nabcd\r\n4\r\nefgh\r\n0\r\n\r\n'),
      body: 'ab',
    },
    { name: 'at the end of no chunks', script: answers('Transfer-Encoding: chunked', '0\r\n\r\n'), body: '' },
  ])('does so $name', async ({ script, body }) => {
    const { recorder, pool } = await real('truncate', script);
    await recorder.over();
    expect(recorder.finalHead?.statusCode).toBe(200);
    expect(recorder.body).toBe(body);
    expect(recorder.failure).toMatchObject({ stage: 'streaming', code: 'http_response_incomplete' });
    await turns();
    expect(recorder.events.at(-1)).toBe('failed');
    expect(pool.stats.active).toBe(0);
  });

  test.each([
    { name: 'a length of 0', script: answers('Content-Length: 0', ''), request: get },
    {
      name: 'an answer to HEAD',
      script: answers('Content-Length: 5', ''),
      request: { ...get, method: 'HEAD' },
    },
  ])('cannot do so with $name', async ({ script, request }) => {
    const { recorder } = await real('truncate', script, { request });
    await recorder.over();
    expect(recorder.events).toEqual(['ready', 'head', 'end']);
  });

  test('says nothing to who has given up', async () => {
    const { attempt, recorder } = await real('truncate', answers('Content-Length: 10', '0123456789'));
    recorder.onEvent = (name) => {
      if (name === 'head') attempt.abort();
    };
    await recorder.until('head');
    await turns();
    expect(recorder.events).toEqual(['ready', 'head']);
  });
});
