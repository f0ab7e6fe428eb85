import { FakeClock } from '@hostler/test-kit';
import { expect, it } from 'vitest';
import { ask } from '../../testing/client.ts';
import { holdingUpstream } from '../../testing/holding-upstream.ts';
import { startPlane } from '../../testing/running-plane.ts';
import { keep, toShop } from '../../testing/scene.ts';
import { eventually } from '../forwarding/upstream-client/testing/turns.ts';

/** How many requests may be in flight: sends more than that, and answers them all. */
async function scene(adaptiveConcurrency: object, limits: object = {}) {
  const clock = new FakeClock();
  const upstream = await holdingUpstream();
  const settings = { retry: false, limits: { adaptiveConcurrency, queue: { size: 200 }, ...limits } };
  const running = await keep(startPlane([upstream], settings, clock));
  const service = running.plane.snapshot.services.get('shop');
  if (service === undefined) throw new Error('the service is gone');
  let answered = 0;
  return {
    mostInFlight: async (status: number): Promise<number> => {
      const count = 40;
      const answers = Array.from({ length: count }, () => ask(running.port, toShop));
      await eventually(() => service.limits.inFlight + service.limits.queued === count);
      const most = service.limits.inFlight;
      clock.advance(10);
      for (let i = 0; i < count; i++) await upstream.answer(answered++, status);
      await Promise.all(answers);
      return most;
    },
  };
}

it('begins between both ends and goes down when the service refuses for overload', async () => {
  const { mostInFlight } = await scene({ min: 2, max: 32 });
  expect(await mostInFlight(503)).toBe(8);
  expect(await mostInFlight(503)).toBeLessThan(8);
});

it('never goes over `maxInFlight`', async () => {
  const { mostInFlight } = await scene({ min: 2, max: 32 }, { maxInFlight: 3 });
  expect(await mostInFlight(200)).toBe(3);
});
