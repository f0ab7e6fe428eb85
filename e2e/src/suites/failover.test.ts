import { beforeAll, expect, it } from 'vitest';
import { describeContainers } from '../setup/describe-containers.ts';
import type { Downstream } from '../stack/downstream.ts';
import { openSockets } from '../stack/open-sockets.ts';
import { startStack } from '../stack/stack.ts';
import type { Stack } from '../stack/stack.ts';
import { eventually } from '../traffic/eventually.ts';
import { faults } from '../traffic/faults.ts';
import type { Traffic } from '../traffic/keep-sending.ts';
import { mixed } from '../traffic/kinds.ts';
import type { Kind } from '../traffic/kinds.ts';
import { sendAtOnce, startLoad } from '../traffic/load.ts';
import type { Sent, Volley } from '../traffic/load.ts';
import {
  arrivals,
  endedAt,
  failures,
  failuresOfStopping,
  idempotent,
  others,
  repeated,
} from '../traffic/verdict.ts';

const HOST = 'cart.test';
const INSTANCES = 5;
const WORKERS = 16;
/** How long a request waits for an instance that took it and is silent. @unit ms */
const SILENCE_MS = 2_000;

/** An order that an instance takes a while for. */
const order: Kind = { method: 'POST', path: '/orders', body: 'order', behave: 'delay=1500ms' };
/** So many at once that every instance gets some, whatever else goes on. */
const ORDERS = 40;

/** Bodies that an instance resets half-way, in each of the three ways in which a body can be framed. */
const interrupted: readonly Kind[] = ['', '&chunked=1', '&close-delimited=1'].map((framing) => ({
  method: 'GET',
  path: `/report?size=64KiB&reset=middle${framing}`,
  responseBytes: 64 * 1024,
}));

describeContainers('instances that fail under load', () => {
  let stack: Stack;
  let socketsAtStart: number;
  beforeAll(async () => {
    stack = await startStack(
      { cart: { instances: INSTANCES, settings: { domain: HOST } } },
      {
        proxy: {
          accessLog: { enabled: false },
          defaults: {
            // In turns, so that every instance has its share of the requests at any time.
            loadBalancing: { policy: 'round-robin' },
            timeouts: { connect: '250ms', responseHeader: `${SILENCE_MS}ms` },
            outlierDetection: { baseEjection: '500ms' },
          },
        },
      },
    );
    socketsAtStart = await openSockets(stack.proxy);
    return () => stack.remove();
  });

  /** Load that every instance has its share of by now. */
  async function sharedLoad(kinds = mixed): Promise<Traffic<Sent>> {
    const traffic = startLoad({ target: stack.proxy.origin, host: HOST, workers: WORKERS, kinds });
    await allAnswer(traffic, stack.instances);
    return traffic;
  }

  const allAnswer = (traffic: Traffic<Sent>, instances: readonly Downstream[]): Promise<unknown> =>
    Promise.all(
      instances.map(({ instance }) =>
        traffic.until((sent) => sent.instance === instance && sent.result === 'ok'),
      ),
    );

  /** Orders, of which each of these instances has at least one and is not done with it. */
  async function ordersAt(instances: readonly Downstream[]): Promise<Volley> {
    const orders = sendAtOnce(
      stack.proxy.origin,
      HOST,
      Array.from({ length: ORDERS }, () => order),
    );
    await eventually(async () => {
      const places = await arrivals(instances);
      const reached = new Set(orders.tags.flatMap((tag) => places.get(tag) ?? []));
      expect(reached.size).toBe(instances.length);
    });
    return orders;
  }

  const byAddress = async (instances: readonly Downstream[]): Promise<readonly Downstream[]> => {
    const addresses = await Promise.all(
      instances.map(async (at) => ({ at, last: Number((await at.engine.address()).split('.').at(-1)) })),
    );
    return addresses.sort((a, b) => a.last - b.last).map(({ at }) => at);
  };

  it.each(faults)('cost nothing that can be repeated, and nothing else is repeated: $name', async (fault) => {
    const victims = stack.instances.slice(0, fault.victims);
    const traffic = await sharedLoad();
    const orders = await ordersAt(victims);
    await Promise.all(victims.map((victim) => fault.strike(victim, traffic)));
    const struckAt = performance.now();
    if (fault.isSilence) await traffic.until(({ durationMs }) => durationMs >= SILENCE_MS);
    await traffic.more(600);
    await Promise.all(victims.map(fault.heal));
    await allAnswer(traffic, victims);
    await traffic.more(200);
    const sent = [...(await traffic.stop()), ...(await orders.sent)];

    expect(failures(idempotent(sent))).toEqual({});
    expect(await repeated(sent, stack.instances)).toEqual({});
    const { [fault.mayCome]: failed = 0, ...unexpected } = failures(others(sent));
    expect(unexpected).toEqual({});
    expect(failed).toBeGreaterThan(0);
    expect(failed).toBeLessThanOrEqual(ORDERS + 2 * WORKERS);
    const spared = others(sent).filter(({ startedAt }) => startedAt > struckAt && !fault.alsoLater);
    expect(failures(spared)).toEqual({});
    // Those who were there when it fell silent waited, those who tried whether it is back, and nobody twice.
    const waits = sent.map(({ durationMs }) => Math.floor(durationMs / SILENCE_MS));
    expect(waits.filter((times) => times > 1)).toEqual([]);
    expect(waits.filter((times) => times === 1).length).toBeLessThanOrEqual(ORDERS + 2 * WORKERS);
  });

  it('cost exactly the responses that they reset half-way, and their clients see every one of them cut', async () => {
    const traffic = await sharedLoad([...mixed, ...interrupted]);
    await traffic.more(1_000);
    const sent = await traffic.stop();
    const hit = sent.filter(({ kind }) => interrupted.includes(kind));
    expect(hit.length).toBeGreaterThan(200);
    expect(hit.filter(({ result }) => result !== 'cut')).toEqual([]);
    expect(failures(sent.filter(({ kind }) => !interrupted.includes(kind)))).toEqual({});
  });

  it('cost nothing that can be repeated when each of them is restarted in turn', async () => {
    const traffic = await sharedLoad();
    for (const instance of stack.instances) {
      // oxlint-disable no-await-in-loop -- a rolling restart is one after another
      await instance.engine.signal('SIGTERM');
      await instance.engine.exited();
      await instance.engine.start();
      await allAnswer(traffic, [instance]);
      // oxlint-enable no-await-in-loop
    }
    const sent = await traffic.stop();
    expect(await repeated(sent, stack.instances)).toEqual({});
    const { crossed, unexpected } = failuresOfStopping(sent);
    expect(unexpected).toEqual({});
    expect(crossed).toBeLessThanOrEqual(WORKERS);
  });

  it('cost only what was sent while all of them were dead', async () => {
    // The engine gives the lowest free address to whoever starts next: in this order each one gets its own again.
    const inOrder = await byAddress(stack.instances);
    const traffic = await sharedLoad();
    const diedAt = performance.now();
    await Promise.all(stack.instances.map(({ engine }) => engine.kill()));
    await traffic.more(2 * WORKERS);
    const restartedAt = performance.now();
    const [firstBack, ...laterBack] = inOrder;
    await firstBack?.engine.start();
    const first = await traffic.until(({ result, startedAt }) => result === 'ok' && startedAt > restartedAt);
    for (const { engine } of laterBack) {
      // oxlint-disable-next-line no-await-in-loop -- in that order
      await engine.start();
    }
    await allAnswer(traffic, stack.instances);
    await traffic.more(200);
    const sent = await traffic.stop();

    const outside = sent.filter((one) => endedAt(one) < diedAt || one.startedAt > endedAt(first));
    expect(failures(outside)).toEqual({});
    expect(sent.length - outside.length).toBeGreaterThan(2 * WORKERS);
    expect(sent.filter(({ result }) => result === 'cut')).toEqual([]);
    expect(await repeated(sent, stack.instances)).toEqual({});
  });

  it('leave no socket of the proxy open once the load is over', async () => {
    await eventually(async () => expect(await openSockets(stack.proxy)).toBe(socketsAtStart), 15_000);
  });
});
