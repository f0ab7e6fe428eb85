import { beforeAll, expect, it } from 'vitest';
import { describeContainers } from '../setup/describe-containers.ts';
import type { Downstream } from '../stack/downstream.ts';
import type { Proxy } from '../stack/proxy.ts';
import { startStack } from '../stack/stack.ts';
import type { Stack } from '../stack/stack.ts';
import { eventually } from '../traffic/eventually.ts';
import { sendAtOnce, startLoad } from '../traffic/load.ts';
import { answersByInstance, arrivals, failures } from '../traffic/verdict.ts';

const SERVICE = 'cart';
const HOST = 'cart.test';
const WORKERS = 8;
/** Long enough to be under way while much happens. */
const slow = { method: 'GET', path: '/report', behave: 'delay=3s' } as const;

describeContainers('an instance that is taken out under load', () => {
  let stack: Stack;
  beforeAll(async () => {
    const healthCheck = { path: '/readyz', interval: '200ms', changingInterval: '100ms' };
    stack = await startStack(
      { [SERVICE]: { instances: 3, settings: { domain: HOST, healthCheck } } },
      { proxy: { accessLog: { enabled: false }, defaults: { loadBalancing: { policy: 'round-robin' } } } },
    );
    return () => stack.remove();
  });

  const hostler = (proxy: Proxy, ...args: readonly string[]): Promise<string> =>
    proxy.exec(['node', '/app/dist/main.js', ...args]);

  /** What the admin side says of one endpoint. */
  async function availability({ endpointName }: Downstream): Promise<string | undefined> {
    const endpoints = await stack.proxy.admin.endpoints(SERVICE);
    return endpoints.find(({ address }) => address === endpointName)?.availability;
  }

  it.each<{
    name: string;
    victim: string;
    becomes: string;
    takeOut: (victim: Downstream) => Promise<unknown>;
    takeBack: (victim: Downstream) => Promise<unknown>;
  }>([
    {
      name: 'because its health check fails',
      victim: 'cart-1',
      becomes: 'unhealthy',
      takeOut: (victim) => victim.control({ state: 'unready' }),
      takeBack: (victim) => victim.control({ state: 'up' }),
    },
    {
      name: 'because an operator drains it',
      victim: 'cart-2',
      becomes: 'drained',
      takeOut: ({ endpointName }) => hostler(stack.proxy, 'drain', SERVICE, endpointName),
      takeBack: ({ endpointName }) => hostler(stack.proxy, 'undrain', SERVICE, endpointName),
    },
  ])('gets nothing new, finishes what it has and comes back, $name', async ({ victim: name, ...way }) => {
    const victim = stack.instance(name);
    const traffic = startLoad({ target: stack.proxy.origin, host: HOST, workers: WORKERS });
    await traffic.more(100);
    const underWay = sendAtOnce(
      stack.proxy.origin,
      HOST,
      Array.from({ length: 12 }, () => slow),
    );
    await eventually(async () => {
      const seen = await arrivals([victim]);
      expect(underWay.tags.some((tag) => seen.has(tag))).toBe(true);
    });

    await way.takeOut(victim);
    await eventually(async () => expect(await availability(victim)).toBe(way.becomes));
    // Those on their way to it arrive.
    await traffic.more(WORKERS);
    const { total } = await victim.stats();
    await traffic.more(500);
    expect((await victim.stats()).total).toBe(total);

    await way.takeBack(victim);
    await eventually(async () => expect(await availability(victim)).toBe('available'));
    await traffic.until(({ instance }) => instance === name);
    expect(failures(await traffic.stop())).toEqual({});
    expect(failures(await underWay.sent)).toEqual({});
    expect(answersByInstance(await underWay.sent)[name]).toBeGreaterThan(0);
  });
});
