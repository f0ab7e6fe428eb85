import { beforeEach, expect, it } from 'vitest';
import { describeContainers } from '../setup/describe-containers.ts';
import type { Downstream } from '../stack/downstream.ts';
import { startStack } from '../stack/stack.ts';
import type { Stack, StackOptions } from '../stack/stack.ts';
import { keepSending } from '../traffic/keep-sending.ts';
import type { Outcome } from '../traffic/keep-sending.ts';
import { send } from '../traffic/send.ts';
import type { Answer } from '../traffic/send.ts';
import { tally } from '../traffic/tally.ts';
import { eventually } from '../traffic/eventually.ts';

const HOST = 'cart.test';
const INSTANCES = 5;
const WORKERS = 8;

/** One service of five instances, taken in turns: it is known which requests a broken one gets. */
const startCart = (options: StackOptions = {}): Promise<Stack> =>
  startStack(
    {
      cart: {
        instances: INSTANCES,
        settings: { domain: HOST, loadBalancing: { policy: 'round-robin' } },
      },
    },
    { defaults: { timeouts: { responseHeader: '5s' } }, ...options },
  );

describeContainers('failover', () => {
  let stack: Stack;
  // Each test breaks containers, so each has its own.
  beforeEach(async () => {
    stack = await startCart();
    return () => stack.remove();
  });

  const get = (): Promise<Answer> => send(stack.proxy.origin, HOST, '/');

  /** Posts one order an instance and more at once, all under way before the first ends. */
  const postAtOnce = (count: number, path: string): Promise<Answer[]> =>
    Promise.all(
      Array.from({ length: count }, () =>
        send(stack.proxy.origin, HOST, path, { method: 'POST', body: 'order' }),
      ),
    );

  const postsAt = async (instances: readonly Downstream[]): Promise<Record<string, number>> => {
    const counts = await Promise.all(
      instances.map(async (at) => [at.instance, (await at.stats()).byMethod['POST'] ?? 0] as const),
    );
    return Object.fromEntries(counts);
  };

  it('loses no GET when a container is killed, and uses the others from then on', async () => {
    const traffic = keepSending(WORKERS, get);
    await traffic.more(300);
    await stack.instance('cart-2').engine.kill();
    await traffic.more(1_000);
    expect(failures(await traffic.stop())).toEqual([]);

    const after = await Promise.all(Array.from({ length: 40 }, get));
    expect(Object.keys(tally(after.map(({ instance }) => String(instance)))).sort()).toEqual([
      'cart-1',
      'cart-3',
      'cart-4',
      'cart-5',
    ]);
  });

  it('loses no GET when four of five containers are killed', async () => {
    const traffic = keepSending(WORKERS, get);
    await traffic.more(100);
    const victims = stack.instances.slice(0, 4);
    await Promise.all(victims.map(({ engine }) => engine.kill()));
    await traffic.more(1_000);
    expect(failures(await traffic.stop())).toEqual([]);
    expect((await get()).instance).toBe('cart-5');
  });

  it('loses no GET while a container is paused, and uses it again afterwards', async () => {
    const { engine } = stack.instance('cart-3');
    const traffic = keepSending(WORKERS, get);
    await traffic.more(100);
    await engine.pause();
    await traffic.more(1_000);
    await engine.unpause();
    await eventually(async () => expect((await get()).instance).toBe('cart-3'), 20_000);
    expect(failures(await traffic.stop())).toEqual([]);
  });

  it('loses no GET while a container answers 503', async () => {
    const traffic = keepSending(WORKERS, get);
    await traffic.more(100);
    await stack.instance('cart-4').control({ state: 'erroring', status: 503 });
    await traffic.more(1_000);
    expect(failures(await traffic.stop())).toEqual([]);
  });

  it('repeats no POST that a killed container had got', async () => {
    const victim = stack.instance('cart-1');
    const survivors = stack.instances.filter((instance) => instance !== victim);
    const posts = postAtOnce(2 * INSTANCES, '/orders?delay=3s');
    await eventually(async () => {
      const stats = await Promise.all(stack.instances.map((instance) => instance.stats()));
      expect(stats.map(({ inFlight }) => inFlight)).toEqual([2, 2, 2, 2, 2]);
    });
    await victim.engine.kill();

    expect(tally((await posts).map(summary))).toEqual({
      '502 connection_terminated': 2,
      '200 from cart-2': 2,
      '200 from cart-3': 2,
      '200 from cart-4': 2,
      '200 from cart-5': 2,
    });
    expect(await postsAt(survivors)).toEqual({ 'cart-2': 2, 'cart-3': 2, 'cart-4': 2, 'cart-5': 2 });
  });

  it('repeats no POST that a paused container may have got', async () => {
    const paused = stack.instance('cart-5');
    const others = stack.instances.filter((instance) => instance !== paused);
    // Connections to every instance, so that the paused one is sent its requests and not only dialled.
    await Promise.all(Array.from({ length: 2 * INSTANCES }, get));
    await paused.engine.pause();

    expect(tally((await postAtOnce(2 * INSTANCES, '/orders')).map(summary))).toEqual({
      '504 http_response_timeout': 2,
      '200 from cart-1': 2,
      '200 from cart-2': 2,
      '200 from cart-3': 2,
      '200 from cart-4': 2,
    });
    expect(await postsAt(others)).toEqual({ 'cart-1': 2, 'cart-2': 2, 'cart-3': 2, 'cart-4': 2 });
  });

  it('passes on the 503 that a POST was answered with, and asks no other instance', async () => {
    await stack.instance('cart-2').control({ state: 'erroring', status: 503 });
    expect(tally((await postAtOnce(2 * INSTANCES, '/orders')).map(({ status }) => String(status)))).toEqual({
      200: 8,
      503: 2,
    });
    expect(await postsAt(stack.instances)).toEqual({
      'cart-1': 2,
      'cart-2': 2,
      'cart-3': 2,
      'cart-4': 2,
      'cart-5': 2,
    });
  });

  it('sends a POST elsewhere that no instance can have got', async () => {
    await stack.instance('cart-3').engine.kill();
    const answers = await postAtOnce(2 * INSTANCES, '/orders');
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
  });
});

describeContainers('failover of endpoints that are IP addresses', () => {
  it('loses no GET when the address of a killed container answers nothing any more', async () => {
    const stack = await startCart({ dialByIp: true });
    const traffic = keepSending(WORKERS, () => send(stack.proxy.origin, HOST, '/'));
    await traffic.more(300);
    await stack.instance('cart-2').engine.kill();
    await traffic.more(1_000);
    expect(failures(await traffic.stop())).toEqual([]);
    await stack.remove();
  });
});

/** What went wrong in continuous traffic, in words. */
function failures(outcomes: readonly Outcome<Answer>[]): string[] {
  return outcomes.flatMap((outcome) => {
    if ('error' in outcome) return [String(outcome.error)];
    return outcome.answer.status === 200 ? [] : [summary(outcome.answer)];
  });
}

/** An answer's status and who gave it, or the proxy's reason. */
function summary({ status, instance, headers }: Answer): string {
  const reason = /error=(\w+)/.exec(String(headers['proxy-status']))?.[1];
  return instance === undefined ? `${status} ${reason ?? 'without a reason'}` : `${status} from ${instance}`;
}
