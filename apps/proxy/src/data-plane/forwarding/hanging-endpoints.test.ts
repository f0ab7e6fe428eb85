import { FakeClock, httpUpstream } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { ask, rawClient } from '../../testing/client.ts';
import { holdingUpstream } from '../../testing/holding-upstream.ts';
import { startPlane } from '../../testing/running-plane.ts';
import { keep, toShop } from '../../testing/scene.ts';

async function scene(upstreams: Parameters<typeof startPlane>[0], settings: object) {
  const clock = new FakeClock();
  const running = await keep(
    startPlane(upstreams, { loadBalancing: { policy: 'round-robin' }, ...settings }, clock),
  );
  const service = running.plane.snapshot.services.get('shop');
  if (service === undefined) throw new Error('the service is gone');
  return { clock, service, port: running.port };
}

function alive() {
  return keep(
    httpUpstream((_request, response) => {
      response.end('ok');
    }),
  );
}

describe('an endpoint that hangs', () => {
  it('keeps those that it has for `responseHeader`, and gets nothing new after that', async () => {
    const hanging = await holdingUpstream();
    const { clock, port } = await scene([hanging, await alive()], { timeouts: { responseHeader: '1s' } });
    const caught = [];
    const others = [];
    for (let index = 0; index < 5; index++) {
      caught.push(ask(port, toShop));
      await hanging.request(index);
      others.push(await ask(port, toShop));
    }
    clock.advance(1_000);
    expect((await Promise.all(caught)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    for (let index = 0; index < 20; index++) others.push(await ask(port, toShop));
    expect(others.filter(({ status }) => status !== 200)).toEqual([]);
    expect(hanging.targets).toHaveLength(5);
  });

  it('goes into backoff also when `timeouts.request` ends its requests before that', async () => {
    const hanging = await holdingUpstream();
    const { clock, port, service } = await scene([hanging, await alive()], { timeouts: { request: '1s' } });
    const caught = ask(port, toShop);
    await hanging.request(0);
    clock.advance(1_000);
    expect((await caught).status).toBe(504);
    expect(service.balancer.endpoints[0]?.backoff.kind).toBe('waiting');
    for (let index = 0; index < 4; index++) expect((await ask(port, toShop)).status).toBe(200);
    expect(hanging.targets).toHaveLength(1);
  });

  it.each([
    { name: 'is still sending', rest: null, sentAfterMs: 0 },
    { name: 'took long to send', rest: 'rest!!', sentAfterMs: 900 },
  ])(
    'is not blamed when `timeouts.request` ends a request that its client $name',
    async ({ rest, sentAfterMs }) => {
      const patient = await holdingUpstream();
      const { clock, port, service } = await scene([patient], {
        timeouts: { request: '1s' },
        circuitBreaker: { minRequests: 1 },
      });
      const client = rawClient(port, 'PUT / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 10\r\n\r\nhalf');
      const { request } = await patient.request(0);
      clock.advance(sentAfterMs);
      if (rest !== null) {
        const ended = new Promise((resolve) => request.once('end', resolve));
        client.socket.write(rest);
        await ended;
      }
      clock.advance(1_000 - sentAfterMs);
      await client.until('504');
      expect(service.balancer.endpoints[0]?.backoff.kind).toBe('ready');
      expect(service.limits.breaker?.state.kind).toBe('closed');
    },
  );

  it('is blamed when `timeouts.request` ends an upload that it had whole for most of that time', async () => {
    const hanging = await holdingUpstream();
    const { clock, port, service } = await scene([hanging], {
      timeouts: { request: '1s' },
      circuitBreaker: { minRequests: 1 },
    });
    const answer = ask(port, { ...toShop, method: 'PUT', body: 'whole' });
    const { request } = await hanging.request(0);
    if (!request.readableEnded) await new Promise((resolve) => request.once('end', resolve));
    clock.advance(1_000);
    expect((await answer).status).toBe(504);
    expect(service.balancer.endpoints[0]?.backoff.kind).toBe('waiting');
    expect(service.limits.breaker?.state.kind).toBe('open');
  });
});
