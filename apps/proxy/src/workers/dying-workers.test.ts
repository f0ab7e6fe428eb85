import { silentUpstream } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { ask } from '../testing/client.ts';
import { holdingUpstream } from '../testing/holding-upstream.ts';
import { toShop } from '../testing/scene.ts';
import { answering } from '../testing/upstreams.ts';
import { startWorkers } from './testing/running-workers.ts';

const withADefect = { module: new URL('testing/with-a-defect-in-workers.ts', import.meta.url) };

describe('a worker that is killed', () => {
  it('is replaced, and costs nothing but what it had', async () => {
    const running = await startWorkers(2, await answering());
    const sent: { readonly atMs: number; ok: boolean }[] = [];
    const load = { isOn: true };
    const keepAsking = async (): Promise<void> => {
      while (load.isOn) {
        const one = { atMs: performance.now(), ok: false };
        sent.push(one);
        one.ok = await ask(running.main, toShop).then(
          ({ status }) => status === 200,
          () => false,
        );
      }
    };
    const clients = [keepAsking(), keepAsking()];
    process.kill(await running.pid(1), 'SIGKILL');
    expect(await running.proxy.line({ msg: 'a worker has ended' })).toMatchObject({
      level: 'error',
      worker: 1,
      signal: 'SIGKILL',
      code: null,
      restartInMs: 0,
    });
    const noticedAt = performance.now();
    await running.pid(3);
    load.isOn = false;
    // Nobody hangs either.
    await Promise.all(clients);
    const after = sent.filter(({ atMs }) => atMs > noticedAt);
    expect(after.length).toBeGreaterThan(10);
    expect(after.filter(({ ok }) => !ok)).toEqual([]);
    // Each client had one request under way at most.
    expect(sent.filter(({ ok }) => !ok).length).toBeLessThanOrEqual(2);
    expect(await ask(running.admin, { path: '/readyz' })).toMatchObject({ status: 200 });
  });

  it('leaves what it has counted, and takes along what it had in flight', async () => {
    const upstream = await holdingUpstream();
    const running = await startWorkers(2, upstream);
    const answered = ask(running.main, toShop);
    await upstream.request(0);
    await upstream.answer(0);
    await answered;
    await running.proxy.line({ msg: 'request' });
    const cut = [1, 2].map((count) => ask(running.main, toShop).catch(() => `cut ${count}`));
    await upstream.request(2);
    await running.view(({ requests, inFlight }) => requests === 1 && inFlight === 2);
    for (const worker of [1, 2]) process.kill(await running.pid(worker), 'SIGKILL');
    expect(await Promise.all(cut)).toEqual(['cut 1', 'cut 2']);
    expect(await running.view(({ inFlight }) => inFlight === 0)).toMatchObject({
      requests: 1,
      endpoints: [{ inFlight: 0, requests: 1 }],
    });
    await running.pid(4);
    expect(await ask(running.admin, { path: '/readyz' })).toMatchObject({ status: 200 });
  });
});

describe('a worker with a defect', () => {
  it('writes it down, finishes what it has begun and is replaced meanwhile', async () => {
    const upstream = await holdingUpstream();
    const running = await startWorkers(2, upstream, {}, withADefect);
    const answer = ask(running.main, toShop);
    await upstream.request(0);
    // Whichever has it.
    for (const worker of [1, 2]) {
      process.kill(await running.pid(worker), 'SIGUSR2');
      expect(await running.proxy.line({ msg: 'a defect in the process', worker })).toMatchObject({
        level: 'fatal',
        err: { message: 'injected exception' },
      });
      await running.proxy.line({ msg: 'a worker is leaving, and is replaced', worker });
    }
    await Promise.all([running.pid(3), running.pid(4)]);
    await upstream.answer(0);
    expect(await answer).toMatchObject({ status: 200, cut: false });
    for (const worker of [1, 2])
      expect(await running.proxy.line({ msg: 'a worker has ended', worker })).toMatchObject({ code: 1 });
    expect(await running.view(({ requests }) => requests === 1)).toMatchObject({ inFlight: 0 });
  });
});

describe('a primary that is killed', () => {
  it('is followed by its workers, which finish what they have', async () => {
    const upstream = await holdingUpstream();
    const running = await startWorkers(2, upstream);
    const answer = ask(running.main, toShop);
    await upstream.request(0);
    running.proxy.signal('SIGKILL');
    for (const worker of [1, 2]) await running.proxy.line({ msg: 'the primary process is gone', worker });
    await expect(ask(running.main, toShop)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await upstream.answer(0);
    expect(await answer).toMatchObject({ status: 200, cut: false });
    // That is, once nobody holds its stdout any more.
    expect(await running.proxy.ended).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('is not waited for by what hangs', async () => {
    const upstream = await silentUpstream();
    const running = await startWorkers(2, upstream, { shutdown: { timeout: '50ms' } });
    const answer = ask(running.main, toShop);
    await upstream.connection(0);
    running.proxy.signal('SIGKILL');
    expect(await answer).toMatchObject({ status: 503 });
    await running.proxy.ended;
    await upstream.close();
  });
});
