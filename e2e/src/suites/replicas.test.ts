import { beforeAll, expect, it } from 'vitest';
import { describeContainers } from '../setup/describe-containers.ts';
import { startDownstream } from '../stack/downstream.ts';
import type { Downstream } from '../stack/downstream.ts';
import { startProxy } from '../stack/proxy.ts';
import type { Proxy } from '../stack/proxy.ts';
import { startLoadBalancer } from '../traffic/load-balancer.ts';
import { startLoad } from '../traffic/load.ts';
import { failures, repeated } from '../traffic/verdict.ts';

const HOST = 'cart.test';

describeContainers('two replicas of the proxy behind a load balancer', () => {
  let instances: readonly Downstream[];
  const replicas: Proxy[] = [];
  const startReplica = async (): Promise<Proxy> => {
    const replica = await startProxy({
      config: {
        accessLog: { enabled: false },
        // Longer than the load balancer takes to notice.
        shutdown: { delay: '1s', timeout: '5s' },
        services: [{ name: 'cart', domain: HOST, hosts: instances.map(({ endpoint }) => endpoint) }],
      },
    });
    replicas.push(replica);
    return replica;
  };
  beforeAll(async () => {
    instances = await Promise.all([1, 2].map((n) => startDownstream('cart', `cart-${n}`)));
    await startReplica();
    await startReplica();
    return async () => {
      await Promise.all([...replicas, ...instances].map(({ engine }) => engine.remove()));
    };
  });

  it('are replaced one after another without a failed request', async () => {
    const balancer = startLoadBalancer(replicas);
    const load = startLoad({ target: () => balancer.pick(), host: HOST, workers: 8 });
    await load.more(200);
    const [first, second] = replicas;
    for (const old of [first, second]) {
      // oxlint-disable no-await-in-loop -- one after another
      balancer.add(await startReplica());
      await load.more(200);
      await old?.engine.signal('SIGTERM');
      expect(await old?.engine.exited()).toBe(0);
      await load.more(200);
      // oxlint-enable no-await-in-loop
    }
    const sent = await load.stop();
    expect(failures(sent)).toEqual({});
    expect(await repeated(sent, instances)).toEqual({});
  });
});
