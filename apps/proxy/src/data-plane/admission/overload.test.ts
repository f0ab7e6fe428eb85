import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { ask, rawClientOn } from '../../testing/client.ts';
import { startPlane } from '../../testing/running-plane.ts';
import type { RunningPlane } from '../../testing/running-plane.ts';
import { keep, toShop } from '../../testing/scene.ts';
import { answering } from '../../testing/upstreams.ts';
import { LateClock } from './testing/late-clock.ts';

/** A data plane whose event loop has been late by this much for three samples. */
async function late(lagMs: number, priority: 'high' | 'normal' | 'low'): Promise<RunningPlane> {
  const clock = new LateClock();
  const running = await keep(startPlane([await answering()], { limits: { priority } }, clock));
  for (let sample = 0; sample < 12; sample++) clock.fireLate(lagMs);
  return running;
}

describe('while the event loop is late', () => {
  test('a request of low priority is answered 503, and asked to come again', async () => {
    const { port, plane } = await late(600, 'low');
    const { status, headers, body } = await ask(port, toShop);
    expect(status).toBe(503);
    expect(headers['retry-after']).toBe('1');
    expect(JSON.parse(body.toString())).toMatchObject({ error: 'overloaded' });
    expect(plane.collect().services).toMatchObject([
      { name: 'shop', requests: 1, failed: 1, errors: { overloaded: 1 }, inFlight: 0 },
    ]);
  });

  test('its connection is kept', async () => {
    const { port } = await late(600, 'low');
    const request = 'GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n';
    const client = rawClientOn(connect(port, '127.0.0.1'), request);
    await client.until('"requestId"');
    client.socket.write(`${request.slice(0, -2)}Connection: close\r\n\r\n`);
    expect((await client.received).match(/HTTP\/1\.1 503/g)).toHaveLength(2);
  });

  test('one of higher priority is served', async () => {
    const { port } = await late(600, 'normal');
    expect((await ask(port, toShop)).status).toBe(200);
  });

  test('the health path is answered however late it is', async () => {
    const { port } = await late(10_000, 'high');
    expect((await ask(port, toShop)).status).toBe(503);
    expect((await ask(port, { path: '/api/v2/_health_check' })).status).toBe(200);
  });
});

test('nobody is turned away while the event loop is on time', async () => {
  const { port } = await late(0, 'low');
  expect((await ask(port, toShop)).status).toBe(200);
});
