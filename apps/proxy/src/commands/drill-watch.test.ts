import { FakeClock } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { adminScene } from '../admin/testing/admin-scene.ts';
import { ask } from '../testing/client.ts';
import { toShop } from '../testing/scene.ts';
import { answering } from '../testing/upstreams.ts';
import { DrillWatch } from './drill-watch.ts';

async function watch(isScreen: boolean) {
  const admin = await adminScene({ endpoints: [await answering()] });
  const shown: string[] = [];
  const terminal = { isScreen, out: () => {}, err: (text: string) => void shown.push(text) };
  const clock = new FakeClock();
  const flags = { service: 'shop', admin: [`http://127.0.0.1:${admin.port}`], timeout: '10s' };
  const environment = { env: {}, lookUp: () => Promise.resolve([]) };
  const watching = new DrillWatch(flags, terminal, environment, clock);
  expect(await watching.begin()).toBe(0);
  return { watching, clock, shown, admin };
}

describe('the line that says how a drill goes', () => {
  it('counts from the beginning, and goes at the end', async () => {
    const { watching, clock, shown, admin } = await watch(true);
    await ask(admin.proxy.port, toShop);
    await expect.poll(async () => (await admin.get('/api/v1/services/shop')).text).toContain('"requests":1,');
    clock.advance(1_000);
    await expect.poll(() => shown).toEqual(['\r\u001B[K1 s  1 requests  0 failed']);
    watching.end();
    watching.end();
    expect(shown.slice(1)).toEqual(['\r\u001B[K']);
    expect(clock.pending).toBe(0);
  });

  it('is for a screen only', async () => {
    const { watching, clock, shown } = await watch(false);
    expect(clock.pending).toBe(0);
    watching.end();
    expect(shown).toEqual([]);
  });
});
