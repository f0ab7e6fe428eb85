import { defineConfig } from '@hostler/config';
import { FakeClock } from '@hostler/test-kit';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { ask } from '../testing/client.ts';
import { holdingUpstream } from '../testing/holding-upstream.ts';
import { startPlane } from '../testing/running-plane.ts';
import { keep, toShop } from '../testing/scene.ts';
import { ControlPlane } from './control-plane.ts';
import { LocalLink } from './local-link.ts';
import { ScriptedSource } from './testing/control-scene.ts';

/** How long a data plane counts before it reports. @unit ms */
const reportMs = 100;

it('an endpoint that has left is shown as draining until its last request has ended', async () => {
  const clock = new FakeClock();
  const [before, after] = [await holdingUpstream(), await holdingUpstream()];
  const settings = { hosts: undefined, discovery: { type: 'dns', name: 'shop.internal', port: 80 } };
  const running = await keep(startPlane([], settings, clock));
  const source = new ScriptedSource();
  const control = new ControlPlane(
    defineConfig({ proxy: { services: [{ name: 'shop', domain: 'shop.test', ...settings }] } }),
    {
      link: new LocalLink(running.plane, clock),
      clock,
      random: () => 0,
      logger: pino({ enabled: false }),
      discovery: () => source,
    },
  );
  onTestFinished(() => control.close());
  const views = (): readonly unknown[] =>
    control
      .service('shop')
      ?.endpoints.map(({ address, draining, inFlight }) => [address, draining, inFlight]) ?? [];
  const [left, came] = [`127.0.0.1:${before.port}`, `127.0.0.1:${after.port}`];
  source.giveUp();
  await control.start();
  source.say([{ address: before.address, port: before.port }]);

  const first = ask(running.port, toShop);
  await before.request(0);
  clock.advance(reportMs);
  source.say([{ address: after.address, port: after.port }]);
  expect(views()).toEqual([
    [came, false, 0],
    [left, true, 1],
  ]);

  const second = ask(running.port, toShop);
  await after.request(0);
  clock.advance(reportMs);
  expect(views()).toEqual([
    [came, false, 1],
    [left, true, 1],
  ]);

  await before.answer(0);
  await first;
  clock.advance(reportMs);
  expect(views()).toEqual([[came, false, 1]]);
  await after.answer(0);
  await second;
});
