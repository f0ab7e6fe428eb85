import { FakeClock, closedPort } from '@hostler/test-kit';
import { expect, it } from 'vitest';
import { ask } from '../testing/client.ts';
import { proxyTo, toShop } from '../testing/scene.ts';

it('tells a client to come back when the first endpoint is out of backoff, in whole seconds, one at least', async () => {
  const clock = new FakeClock();
  const hosts = [
    { address: '127.0.0.1', port: await closedPort() },
    { address: '127.0.0.1', port: await closedPort() },
  ];
  const { port } = await proxyTo(hosts, { clock, random: () => 0 });
  const seconds: (string | undefined)[] = [];
  for (let round = 0; round < 7; round++) {
    const answer = await ask(port, toShop);
    expect(answer.status).toBe(503);
    seconds.push(answer.headers['retry-after']);
    // The backoff is over, so that the next failure doubles it.
    clock.advance(10_000);
  }
  expect(seconds).toEqual(['1', '1', '1', '2', '4', '8', '10']);
});
