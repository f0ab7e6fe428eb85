import { beforeAll, expect, it } from 'vitest';
import { currentRun, describeContainers } from '../setup/describe-containers.ts';
import { startDownstream } from '../stack/downstream.ts';
import type { Downstream } from '../stack/downstream.ts';
import { startProxy } from '../stack/proxy.ts';
import type { Proxy } from '../stack/proxy.ts';
import { eventually } from '../traffic/eventually.ts';
import { mixed, slowed } from '../traffic/kinds.ts';
import { startLoad } from '../traffic/load.ts';
import { failuresOfStopping, repeated } from '../traffic/verdict.ts';

/** Both look the same name up: by the system every 5 s, and by DNS as long as answers live, at most 30 s. */
const SERVICES = ['by-hosts', 'by-dns'] as const;
const CONNECTIONS = 4;
/** The engine's name server gives its answers ten minutes to live. @unit ms */
const NOTICED_MS = 40_000;

describeContainers('instances behind one name of the name server', () => {
  let first: Downstream;
  let second: Downstream;
  let proxy: Proxy;
  const scaleUp = (instance: string): Promise<Downstream> =>
    startDownstream('cart', instance, [`cart-of-${currentRun().id}`]);

  beforeAll(async () => {
    [first, second] = await Promise.all([scaleUp('cart-1'), scaleUp('cart-2')]);
    const name = `cart-of-${currentRun().id}`;
    proxy = await startProxy({
      config: {
        accessLog: { enabled: false },
        defaults: { loadBalancing: { policy: 'round-robin' }, timeouts: { connect: '250ms' } },
        services: [
          { name: 'by-hosts', domain: 'by-hosts.test', hosts: [{ address: name, port: 9090 }] },
          { name: 'by-dns', domain: 'by-dns.test', discovery: { type: 'dns', name, port: 9090 } },
        ],
      },
    });
    return async () => {
      await Promise.all([proxy, first, second].map(({ engine }) => engine.remove()));
    };
  });

  const expectEndpoints = async (service: string, instances: readonly Downstream[]): Promise<void> => {
    const endpoints = await proxy.admin.endpoints(service);
    expect(endpoints.map(({ address }) => address).sort()).toEqual(
      instances.map(({ endpointName }) => endpointName).sort(),
    );
  };

  it('come and go without losing what can be repeated', async () => {
    await Promise.all(SERVICES.map((service) => eventually(() => expectEndpoints(service, [first, second]))));
    const loads = SERVICES.map((service) =>
      startLoad({
        target: proxy.origin,
        host: `${service}.test`,
        workers: CONNECTIONS,
        kinds: slowed(mixed, '50ms'),
      }),
    );
    await Promise.all(loads.map((load) => load.more(50)));

    const third = await scaleUp('cart-3');
    await first.engine.signal('SIGTERM');
    await Promise.all(loads.map((load) => load.until(({ instance }) => instance === 'cart-3')));
    await Promise.all(
      SERVICES.map((service) => eventually(() => expectEndpoints(service, [second, third]), NOTICED_MS)),
    );
    await Promise.all(loads.map((load) => load.more(50)));

    const sent = (await Promise.all(loads.map((load) => load.stop()))).flat();
    const { crossed, unexpected } = failuresOfStopping(sent);
    expect(unexpected).toEqual({});
    expect(crossed).toBeLessThanOrEqual(SERVICES.length * CONNECTIONS);
    expect(await repeated(sent, [first, second, third])).toEqual({});
    await third.engine.remove();
  });
});
