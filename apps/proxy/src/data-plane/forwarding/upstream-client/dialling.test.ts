import { closedPort, hangingPort, httpUpstream } from '@hostler/test-kit';
import { describe, expect, test } from 'vitest';
import { answering, atEnd, endpoint, okResponse, poolFor } from './testing/exchange.ts';

describe('dialling an endpoint', () => {
  test('tells a refused connection: nothing was sent', async () => {
    const { request } = poolFor({ address: '127.0.0.1', port: await closedPort() });
    const { attempt, recorder } = request();
    await recorder.over();

    expect(recorder.failure).toEqual({
      stage: 'not-sent',
      code: 'connection_refused',
      detail: 'ECONNREFUSED',
    });
    expect(recorder.events).toEqual(['failed']);
    expect(attempt.facts).toMatchObject({ headSent: false, connectedAt: null, reusedSocket: false });
  });

  test('tells an address without a route', async () => {
    // The broadcast address: no connection can lead there.
    const { request } = poolFor({ address: '255.255.255.255', port: 9 });
    const { recorder } = request();
    await recorder.over();

    expect(recorder.failure).toMatchObject({ stage: 'not-sent', code: 'destination_ip_unroutable' });
  });

  test('tells a name that cannot be looked up', async () => {
    const { request } = poolFor({
      address: 'nowhere.example',
      port: 80,
      lookup: (name, _options, callback) => {
        const error = Object.assign(new Error(name), { code: 'ENOTFOUND', syscall: 'getaddrinfo' });
        process.nextTick(() => callback(error, '', 0));
      },
    });
    const { recorder } = request();
    await recorder.over();

    expect(recorder.failure).toEqual({ stage: 'not-sent', code: 'dns_error', detail: 'ENOTFOUND' });
  });

  test('gives up when the connection is not there in time', async () => {
    const { clock, pool, request } = await endpoint(answering(okResponse));
    const { recorder } = request({ timeouts: { connectMs: 2_000 } });
    // No turn of the event loop in between: the handshake cannot have been noticed yet.
    clock.advance(1_999);
    expect({ events: recorder.events, stats: pool.stats }).toEqual({
      events: [],
      stats: { idle: 0, active: 0, connecting: 1 },
    });

    clock.advance(1);
    expect(recorder.failure).toEqual({
      stage: 'not-sent',
      code: 'connection_timeout',
      detail: 'no connection in time',
    });
    expect({ stats: pool.stats, timers: clock.pending }).toEqual({
      stats: { idle: 0, active: 0, connecting: 0 },
      timers: 0,
    });
  });

  test('counts the lookup of a name in the time to connect', () => {
    const { clock, request } = poolFor({ address: 'slow.example', port: 80, lookup: () => {} });
    const { recorder } = request({ timeouts: { connectMs: 500 } });
    clock.advance(500);

    expect(recorder.failure?.code).toBe('connection_timeout');
  });

  test.runIf(process.platform === 'linux')('waits for ever when there is no limit', async () => {
    const hanging = await hangingPort();
    atEnd(() => hanging.close());
    const { clock, pool, request } = poolFor({ address: '127.0.0.1', port: hanging.port });
    const { attempt, recorder } = request({ timeouts: { connectMs: null } });
    clock.advance(1_000_000_000);
    expect({ events: recorder.events, stats: pool.stats }).toEqual({
      events: [],
      stats: { idle: 0, active: 0, connecting: 1 },
    });

    attempt.abort();
    expect(pool.stats.connecting).toBe(0);
  });

  test('dials names', async () => {
    const upstream = await httpUpstream((_request, response) => response.end('by name'));
    atEnd(() => upstream.close());
    const { request } = poolFor({
      address: 'instance.example',
      port: upstream.port,
      lookup: (_name, options, callback) => {
        if (options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }]);
        else callback(null, '127.0.0.1', 4);
      },
    });
    const { recorder } = request();
    await recorder.over();

    expect(recorder.body).toBe('by name');
  });

  test('tells a refused connection from a name whose addresses all refuse', async () => {
    const { request } = poolFor({
      address: 'instance.example',
      port: await closedPort(),
      lookup: (_name, _options, callback) => {
        callback(null, [
          { address: '127.0.0.1', family: 4 },
          { address: '127.0.0.2', family: 4 },
        ]);
      },
    });
    const { recorder } = request();
    await recorder.over();

    expect(recorder.failure).toMatchObject({ stage: 'not-sent', code: 'connection_refused' });
  });

  test('dials IPv6 addresses', async () => {
    const { request } = poolFor({ address: '::1', port: await closedPort() });
    const { recorder } = request();
    await recorder.over();

    // Refused by the machine, not by us for its form; without IPv6 there is no route to it.
    expect(recorder.failure?.code).toMatch(/^(?:connection_refused|destination_ip_unroutable)$/);
  });

  test('notes when it was connected', async () => {
    const { clock, request } = await endpoint(answering(okResponse));
    clock.advance(10);
    const { attempt, recorder } = request();
    clock.advance(5);
    await recorder.until('ready');
    expect(attempt.facts.connectedAt).toBe(15);

    await recorder.over();
    expect(attempt.facts).toMatchObject({ firstByteAt: 15, reusedSocket: false });
  });

  test('calls nobody before open has returned', async () => {
    const { pool, request } = await endpoint(answering(okResponse));
    const first = request();
    expect(first.recorder.events).toEqual([]);
    await first.recorder.over();

    // On a connection that is already there as well.
    expect(pool.stats.idle).toBe(1);
    const second = request();
    expect(second.recorder.events).toEqual([]);
    await second.recorder.over();
    expect(second.recorder.events).toEqual(['ready', 'head', 'chunk', 'end']);
  });
});
