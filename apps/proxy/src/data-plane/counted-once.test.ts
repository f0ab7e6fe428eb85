import { connect } from 'node:net';
import { rawUpstream, silentUpstream } from '@hostler/test-kit';
import { describe, expect, test } from 'vitest';
import { ask, rawClient, rawClientOn } from '../testing/client.ts';
import { startPlane } from '../testing/running-plane.ts';
import type { RunningPlane } from '../testing/running-plane.ts';
import { keep, toShop } from '../testing/scene.ts';
import { answering } from '../testing/upstreams.ts';

const get = 'GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n';
const handshake =
  'GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

/** What the service has counted, once no request is open any more. */
async function counted({ plane }: RunningPlane) {
  await plane.idle();
  const [report] = plane.collect().services;
  const { requests, failed, aborted, inFlight, errors } = report ?? {};
  return { requests, failed, aborted, inFlight, errors };
}

const once = { requests: 1, failed: 0, aborted: 0, inFlight: 0, errors: {} };

describe('a request is counted once', () => {
  test('when it was answered', async () => {
    const running = await keep(startPlane([await answering()]));
    await ask(running.port, toShop);
    expect(await counted(running)).toEqual(once);
  });

  test('when it was refused before it was forwarded', async () => {
    const running = await keep(startPlane([await answering()], { limits: { maxBodyBytes: '1B' } }));
    await ask(running.port, { ...toShop, method: 'POST', body: 'hello' });
    expect(await counted(running)).toEqual({ ...once, errors: { body_too_large: 1 } });
  });

  test('when its response was cut', async () => {
    const endpoint = await keep(
      rawUpstream(async (connection) => {
        await connection.head();
        await connection.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab');
        connection.reset();
      }),
    );
    const running = await keep(startPlane([endpoint]));
    await ask(running.port, toShop);
    expect(await counted(running)).toEqual({ ...once, failed: 1, errors: { http_response_incomplete: 1 } });
  });

  test('when its client left before the response', async () => {
    const endpoint = await keep(silentUpstream());
    const running = await keep(startPlane([endpoint]));
    const client = rawClient(running.port, get);
    await endpoint.connection(0);
    client.socket.destroy();
    expect(await counted(running)).toEqual({ ...once, aborted: 1, errors: { client_aborted: 1 } });
  });

  test('when a shutdown ended it', async () => {
    const endpoint = await keep(silentUpstream());
    const running = await keep(startPlane([endpoint]));
    rawClient(running.port, get);
    await endpoint.connection(0);
    for (const open of running.plane.open) open.abandon('shutdown', 'end of the test');
    expect(await counted(running)).toEqual({ ...once, failed: 1, errors: { shutdown: 1 } });
  });

  test('when it became a WebSocket, and that has ended', async () => {
    const endpoint = await answering(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    const running = await keep(startPlane([endpoint]));
    const client = rawClientOn(connect(running.port, '127.0.0.1'), handshake);
    await client.until('101');
    expect(running.plane.snapshot.services.get('shop')?.stats.inFlight).toBe(1);
    client.socket.destroy();
    expect(await counted(running)).toEqual(once);
  });
});
