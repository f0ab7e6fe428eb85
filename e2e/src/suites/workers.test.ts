import { beforeAll, expect, it } from 'vitest';
import { describeContainers } from '../setup/describe-containers.ts';
import { startStack } from '../stack/stack.ts';
import type { Stack } from '../stack/stack.ts';
import { eventually } from '../traffic/eventually.ts';
import { startLoad } from '../traffic/load.ts';
import { answersByInstance, failures, repeated } from '../traffic/verdict.ts';

const HOST = 'cart.test';
const CONNECTIONS = 16;

/** The processes that carry the traffic are the children of the first one. */
const LIST_WORKERS = "grep -lE '^PPid:\\s1$' /proc/[0-9]*/status | cut -d/ -f3";

describeContainers('a proxy with two workers', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack(
      { cart: { instances: 3, settings: { domain: HOST } } },
      { proxy: { workers: 2, accessLog: { enabled: false } } },
    );
    return () => stack.remove();
  });

  const inside = (script: string): Promise<string> => stack.proxy.exec(['sh', '-c', script]);
  const workers = async (): Promise<string[]> => (await inside(LIST_WORKERS)).trim().split('\n').sort();

  it('loses with a worker what was under way in it, and nothing else, and has a new one that knows as much', async () => {
    const { endpointName } = stack.instance('cart-1');
    await inside(`node /app/dist/main.js drain cart ${endpointName}`);
    const [victim, survivor] = await workers();
    const load = startLoad({ target: stack.proxy.origin, host: HOST, workers: CONNECTIONS });
    await load.more(300);
    await inside(`kill -9 ${victim}`);
    const killedAt = performance.now();
    const remaining = await eventually(async () => {
      const serving = (await workers()).filter((pid) => pid !== victim);
      const pids = stack.proxy.logLines().flatMap(({ msg, pid }) => (msg === 'a worker serves' ? [pid] : []));
      expect(serving).toHaveLength(2);
      expect(pids.map(String)).toEqual(expect.arrayContaining(serving));
      return serving;
    });
    expect(remaining).toContain(survivor);
    // New connections, so that the new worker has its part of them.
    const later = startLoad({ target: stack.proxy.origin, host: HOST, workers: CONNECTIONS });
    await later.more(500);

    const sent = [...(await load.stop()), ...(await later.stop())];
    expect(sent.filter(({ result }) => result !== 'ok').length).toBeLessThanOrEqual(CONNECTIONS);
    expect(failures(sent.filter(({ startedAt }) => startedAt > killedAt))).toEqual({});
    expect(await repeated(sent, stack.instances)).toEqual({});
    expect(Object.keys(answersByInstance(sent)).sort()).toEqual(['cart-2', 'cart-3']);
    const ended = stack.proxy.logLines().filter(({ msg }) => msg === 'a worker has ended');
    expect(ended).toEqual([expect.objectContaining({ level: 'error', pid: Number(victim) })]);
  });
});
