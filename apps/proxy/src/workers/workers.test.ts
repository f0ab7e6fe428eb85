import { describe, expect, it } from 'vitest';
import { ask } from '../testing/client.ts';
import { toShop } from '../testing/scene.ts';
import { answering, recording } from '../testing/upstreams.ts';
import { isAlive, startWorkers } from './testing/running-workers.ts';
import type { RunningWorkers } from './testing/running-workers.ts';

/** Sends requests on connections of their own, one after the other. @returns their statuses */
async function askTimes(running: RunningWorkers, count: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < count; i++) statuses.push((await ask(running.main, toShop)).status);
  return statuses;
}

/** Which worker answered each request so far. */
function answerers(running: RunningWorkers): number[] {
  return running.proxy.log.filter(({ msg }) => msg === 'request').map(({ worker }) => Number(worker));
}

describe('workers', () => {
  it('answer in turn, each in a process of its own, and are one to operators', async () => {
    const running = await startWorkers(3, await answering());
    expect(await askTimes(running, 6)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(await running.view(({ requests }) => requests === 6)).toMatchObject({
      responses: [0, 6, 0, 0, 0],
      endpoints: [{ requests: 6, inFlight: 0 }],
    });
    const pids = await Promise.all([1, 2, 3].map((worker) => running.pid(worker)));
    expect(new Set(pids).size).toBe(3);
    expect(await running.get('/api/v1/services')).not.toMatchObject({
      replica: { pid: expect.toBeOneOf(pids) as unknown },
    });
    for (const worker of [1, 2, 3]) await running.proxy.line({ msg: 'request', worker });
    expect(answerers(running).toSorted((a, b) => a - b)).toEqual([1, 1, 2, 2, 3, 3]);
    expect(running.proxy.log.filter(({ msg }) => msg === 'listening')).toMatchObject([
      { listener: 'admin' },
      { listener: 'main' },
    ]);
    for (const line of running.proxy.log.filter(({ msg }) => msg === 'listening'))
      expect(line).not.toHaveProperty('worker');
  });

  it('know what operators want, those that come later too', async () => {
    const [first, second] = [await recording(), await recording()];
    const hosts = [first, second].map(({ upstream: { address, port } }) => ({ address, port }));
    const running = await startWorkers(2, first.upstream, {
      services: [{ name: 'shop', domain: 'shop.test', hosts, loadBalancing: { policy: 'round-robin' } }],
    });
    const endpoint = `/api/v1/services/shop/endpoints/127.0.0.1:${first.upstream.port}`;
    expect(await running.post(`${endpoint}/drain`)).toBe(200);
    expect(await askTimes(running, 8)).toEqual(Array.from({ length: 8 }, () => 200));
    expect([first.heads.length, second.heads.length]).toEqual([0, 8]);
    process.kill(await running.pid(1), 'SIGKILL');
    await running.pid(3);
    await askTimes(running, 4);
    expect([first.heads.length, second.heads.length]).toEqual([0, 12]);
    expect(await running.post(`${endpoint}/undrain`)).toBe(200);
    await askTimes(running, 8);
    expect(first.heads.length).toBeGreaterThan(0);
  });

  it('divide the limits', async () => {
    const running = await startWorkers(2, await answering(), {
      defaults: { retry: { budget: '0%' } },
    });
    await askTimes(running, 2);
    // Ten a second over ten seconds, and half of that in each.
    const view = await running.view(({ requests }) => requests === 2);
    expect(view['budgetLeft']).toBe(100);
  });

  it('do not mind signals that are for the primary', async () => {
    const running = await startWorkers(2, await answering());
    const pids = await Promise.all([1, 2].map((worker) => running.pid(worker)));
    for (const pid of pids) for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.kill(pid, signal);
    expect(await askTimes(running, 4)).toEqual([200, 200, 200, 200]);
    expect(pids.map(isAlive)).toEqual([true, true]);
    running.proxy.signal('SIGINT');
    expect(await running.proxy.ended).toEqual({ code: 0, signal: null });
  });
});

describe('one worker', () => {
  it('is the process itself', async () => {
    const running = await startWorkers(1, await answering());
    expect(await askTimes(running, 1)).toEqual([200]);
    expect(await running.proxy.line({ msg: 'request' })).not.toHaveProperty('worker');
    expect(running.proxy.stdout).not.toContain('a worker serves');
  });
});
