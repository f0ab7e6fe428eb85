import { FakeClock, closedPort, rawUpstream, seededRandom } from '@hostler/test-kit';
import type { RawConnection } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { rawClient } from '../../../testing/client.ts';
import { keep, proxyTo } from '../../../testing/scene.ts';
import { startPlane } from '../../../testing/running-plane.ts';
import { eventually, turns } from '../upstream-client/testing/turns.ts';
import { opening, switching, switchingUpstream } from './testing/handshake.ts';
import { closeCode, echoUpstream, message, openWebSocket, webSocketUpstream } from './testing/websockets.ts';

describe('a WebSocket that breaks off', () => {
  it('closes its endpoint at once when the client does', async () => {
    const upstream = await webSocketUpstream();
    const proxy = await proxyTo([upstream]);
    const [theirs, ours] = await Promise.all([upstream.next(), openWebSocket(proxy)]);
    const closed = closeCode(theirs);
    ours.terminate();
    expect(await closed).toBe(1006);
    await upstream.allClosed();
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 101, bytes: 0, requestBytes: 0 });
  });

  it('closes its client at once when the endpoint does', async () => {
    const upstream = await webSocketUpstream();
    const proxy = await proxyTo([upstream]);
    const [theirs, ours] = await Promise.all([upstream.next(), openWebSocket(proxy)]);
    const closed = closeCode(ours);
    theirs.terminate();
    expect(await closed).toBe(1006);
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 101 });
  });

  it('gives its lease back, and only then', async () => {
    const upstream = await webSocketUpstream();
    const running = await keep(startPlane([upstream]));
    const [, ours] = await Promise.all([upstream.next(), openWebSocket(running)]);
    expect(running.inFlight).toBe(1);
    ours.terminate();
    await eventually(() => running.inFlight === 0);
    expect(running.plane.open.size).toBe(0);
  });
});

describe('a WebSocket that is silent for timeouts.tunnel', () => {
  it('is closed with 1001 on both sides', async () => {
    const clock = new FakeClock();
    const upstream = await webSocketUpstream();
    const proxy = await proxyTo([upstream], { clock, service: { timeouts: { tunnel: '5m' } } });
    const [theirs, ours] = await Promise.all([upstream.next(), openWebSocket(proxy)]);
    const codes = Promise.all([closeCode(theirs), closeCode(ours)]);
    clock.advance(5 * 60_000);
    expect(await codes).toEqual([1001, 1001]);
    expect(await proxy.onlyAccessLine()).toMatchObject({
      status: 101,
      error: 'tunnel_timeout',
      detail: 'timeouts.tunnel',
      durationMs: 300_000,
    });
  });
});

describe('a WebSocket that is open at shutdown', () => {
  it('is closed with 1001 on both sides, and the shutdown waits no longer', async () => {
    const clock = new FakeClock();
    const upstream = await webSocketUpstream();
    const proxy = await proxyTo([upstream], { clock, proxy: { shutdown: { timeout: '1h' } } });
    const [theirs, ours] = await Promise.all([upstream.next(), openWebSocket(proxy)]);
    const codes = Promise.all([closeCode(theirs), closeCode(ours)]);
    await proxy.proxy.close();
    expect(await codes).toEqual([1001, 1001]);
    const line = await proxy.onlyAccessLine();
    expect(line).toMatchObject({ status: 101, durationMs: 0 });
    expect(line['error']).toBeUndefined();
  });

  it('gets the large message that is on its way first', async () => {
    const upstream = await webSocketUpstream();
    const proxy = await proxyTo([upstream], { proxy: { shutdown: { timeout: '1h' } } });
    const [theirs, ours] = await Promise.all([upstream.next(), openWebSocket(proxy)]);
    ours.pause();
    const large = Buffer.alloc(32 * 1024 * 1024, 'l');
    theirs.send(large);
    await turns();
    const closing = proxy.proxy.close();
    const received = message(ours);
    const closed = closeCode(ours);
    await turns();
    ours.resume();
    expect((await received).data.equals(large)).toBe(true);
    expect(await closed).toBe(1001);
    await closing;
  });

  it('stays open while the process still accepts, and so does a new one', async () => {
    const clock = new FakeClock();
    const proxy = await proxyTo([await echoUpstream()], {
      clock,
      proxy: { shutdown: { delay: '10s', timeout: '1h' } },
    });
    const before = await openWebSocket(proxy);
    const closing = proxy.proxy.close();
    const during = await openWebSocket(proxy);
    clock.advance(9_999);
    for (const webSocket of [before, during]) {
      webSocket.send('still here');
      expect(String((await message(webSocket)).data)).toBe('still here');
    }
    const codes = Promise.all([closeCode(before), closeCode(during)]);
    clock.advance(1);
    expect(await codes).toEqual([1001, 1001]);
    await closing;
  });

  it('is closed with 1001 when its handshake is over only then', async () => {
    const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>();
    const upstream = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await mayAnswer;
        await connection.write(switching());
      }),
    );
    const proxy = await proxyTo([upstream], { proxy: { shutdown: { timeout: '1h' } } });
    const client = rawClient(proxy.port, opening());
    await upstream.connection(0);
    const closing = proxy.proxy.close();
    await turns();
    answer();
    expect(await client.received).toMatch(/^HTTP\/1\.1 101 [^]*\r\n\r\n\x88\x02\x03\xe9$/);
    await closing;
  });

  it('is cut after shutdown.timeout in the middle of a frame that has no end', async () => {
    const clock = new FakeClock();
    const upstream = await switchingUpstream(async (connection) => {
      await connection.write('\x82\x7f\0\0\0\0\xff\0\0\0');
      await connection.closed;
    });
    const proxy = await proxyTo([upstream], { clock, proxy: { shutdown: { timeout: '5s' } } });
    const client = rawClient(proxy.port, opening());
    await client.until('\r\n\r\n\x82');
    const closing = proxy.proxy.close();
    await turns();
    const connection = await upstream.connection(0);
    for (let second = 1; second <= 5; second++) {
      await connection.write(`second ${second}`);
      await client.until(`second ${second}`);
      clock.advance(1000);
      await turns();
    }
    expect(await client.received).toMatch(/second 5$/);
    await closing;
    expect(await proxy.onlyAccessLine()).toMatchObject({ status: 101, error: 'shutdown' });
  });
});

describe('what a client sends before its handshake is answered', () => {
  it('reaches the endpoint, be it in one piece with the handshake or after it', async () => {
    const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>();
    const upstream = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await mayAnswer;
        await connection.write(switching());
        await connection.write(await connection.bytes(10));
      }),
    );
    const proxy = await proxyTo([upstream]);
    const client = rawClient(proxy.port, `${opening()}first`);
    await upstream.connection(0);
    await new Promise<void>((resolve) => {
      client.socket.write('later', () => {
        resolve();
      });
    });
    await turns();
    answer();
    expect(await client.until('later')).toMatch(/\r\n\r\nfirstlater$/);
  });

  it('reaches the endpoint in full when it is far too much', async () => {
    const size = 8 * 1024 * 1024;
    const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>();
    const upstream = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await mayAnswer;
        await connection.write(switching());
        await connection.bytes(size);
        await connection.write('all of it');
      }),
    );
    const proxy = await proxyTo([upstream]);
    const client = rawClient(proxy.port, opening() + 'x'.repeat(size));
    await upstream.connection(0);
    await turns();
    answer();
    expect(await client.until('all of it')).toContain('101 Switching');
  });
});

it(
  '200 WebSockets of every outcome leave no socket, no timer, no lease and no request behind',
  { timeout: 30_000 },
  async () => {
    const behaviours: Record<string, (connection: RawConnection) => Promise<void> | void> = {
      reset: (connection) => connection.reset(),
      end: (connection) => connection.end(),
      silence: () => {},
      garbage: (connection) => connection.write('SSH-2.0-OpenSSH_9.6\r\n'),
      refuse: (connection) => connection.write('HTTP/1.1 401 Who\r\nContent-Length: 2\r\n\r\nno'),
      truncate: (connection) => connection.end('HTTP/1.1 401 Who\r\nContent-Length: 9\r\n\r\nno'),
      stall: (connection) => connection.write('HTTP/1.1 401 Who\r\nContent-Length: 9\r\n\r\nno'),
      h2c: (connection) =>
        connection.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n'),
      'switch-reset': async (connection) => {
        await connection.write(switching());
        connection.reset();
      },
      'switch-end': (connection) => connection.end(switching()),
      'switch-flood': async (connection) => {
        await connection.write(switching());
        void connection.write(Buffer.alloc(4 * 1024 * 1024));
      },
      'switch-silence': (connection) => connection.write(switching()),
    };
    const names = Object.keys(behaviours);
    const upstream = await keep(
      rawUpstream(async (connection) => {
        const head = await connection.head();
        await behaviours[/^GET \/([a-z0-9-]+)/.exec(head)?.[1] ?? '']?.(connection);
      }),
    );
    const clock = new FakeClock();
    const dead = { address: '127.0.0.1', port: await closedPort() };
    const running = await keep(startPlane([upstream, dead], { retry: { budget: '100%' } }, clock));
    const random = seededRandom(11);
    const pick = <Item>(items: readonly Item[]): Item | undefined =>
      items[Math.floor(random() * items.length)];
    for (let round = 0; round < 10; round++) {
      const clients = Array.from({ length: 20 }, () =>
        rawClient(running.port, opening('', `/${pick(names) ?? ''}`)),
      );
      await turns(20);
      for (const { socket } of clients) {
        const leaves = random();
        if (leaves < 0.3) socket.resetAndDestroy();
        else if (leaves < 0.6) socket.end();
      }
      // Each of the timeouts, and those of closing.
      for (const ms of [10, 2_000, 30_000, 60_000, 3_600_000, 1_000, 1_000]) {
        await turns(10);
        clock.advance(ms);
      }
      await Promise.all(clients.map(({ received }) => received));
    }
    await upstream.allClosed();
    await eventually(() => running.plane.open.size === 0);
    expect(running.inFlight).toBe(0);
    const connections = await new Promise((resolve) => {
      running.server.getConnections((_error, count) => {
        resolve(count);
      });
    });
    expect(connections).toBe(0);
    running.plane.close();
    expect(clock.pending).toBe(0);
  },
);
