import { startDownstream } from '../../../apps/downstream/src/index.ts';
import { expect, onTestFinished, test, vi } from 'vitest';
import { CutLog } from './cut-log.ts';
import { keepOpen, openEventStream, openWebSocket } from './streams.ts';
import type { OpenOne } from './streams.ts';

const KINDS: readonly { readonly name: string; readonly open: OpenOne }[] = [
  { name: 'WebSockets', open: openWebSocket },
  { name: 'event streams', open: openEventStream },
];

async function keeping(open: OpenOne) {
  const downstream = await startDownstream({ instance: 'one' });
  onTestFinished(() => downstream.close({ graceMs: 0 }));
  const [instance] = downstream.instances;
  if (instance === undefined) throw new Error('no instance');
  const cuts = new CutLog();
  let reloadedAtMs = Number.NEGATIVE_INFINITY;
  const scene = { port: instance.port, host: 'bench.test', cuts, reloadedAtMs: () => reloadedAtMs };
  const streams = keepOpen(2, open, scene);
  onTestFinished(() => streams.stop());
  await vi.waitFor(() => expect(streams.counts.messages).toBeGreaterThan(1), { timeout: 5_000 });
  return {
    counts: streams.counts,
    stop: () => streams.stop(),
    cuts,
    /** Resets what is open; new ones are welcome. */
    cut: () => {
      instance.control({ state: 'down' });
      instance.control({ state: 'up' });
    },
    reload: () => {
      reloadedAtMs = performance.now();
    },
  };
}

test.each(KINDS)('opens $name, and counts nothing when it stops', async ({ open }) => {
  const { counts, stop } = await keeping(open);
  await stop();
  expect(counts).toMatchObject({ opened: 2, refused: 0, cut: 0, cutByProxy: 0, cutByReload: 0 });
});

test.each(KINDS)('opens $name anew, and blames the instance that was cut', async ({ open }) => {
  const { counts, cuts, cut } = await keeping(open);
  cuts.begin('one', performance.now());
  cut();
  await vi.waitFor(() => expect(counts.opened).toBe(4), { timeout: 5_000 });
  expect(counts).toMatchObject({ refused: 0, cut: 2, cutByProxy: 0, cutByReload: 0 });
});

test.each(KINDS)('blames the proxy for $name that nobody cut, and a reload just before', async ({ open }) => {
  const { counts, cut, reload } = await keeping(open);
  reload();
  cut();
  await vi.waitFor(() => expect(counts.opened).toBe(4), { timeout: 5_000 });
  expect(counts).toMatchObject({ refused: 0, cut: 0, cutByProxy: 2, cutByReload: 2 });
});

test('counts a stream that is refused', async () => {
  const { promise: tried, resolve } = Promise.withResolvers<void>();
  const scene = { port: 1, host: 'bench.test', cuts: new CutLog(), reloadedAtMs: () => 0 };
  const refusing: OpenOne = () => {
    resolve();
    return Promise.reject(new Error('answered 503'));
  };
  const streams = keepOpen(1, refusing, scene);
  await tried;
  await vi.waitFor(() => expect(streams.counts.refused).toBe(1));
  await streams.stop();
});
