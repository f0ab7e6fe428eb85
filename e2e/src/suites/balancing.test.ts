import { beforeAll, expect, it } from 'vitest';
import { describeContainers } from '../setup/describe-containers.ts';
import { startStack } from '../stack/stack.ts';
import type { Stack } from '../stack/stack.ts';
import { send } from '../traffic/send.ts';
import { fairnessOfThree, tally } from '../traffic/tally.ts';

const REQUESTS = 1_500;
const AT_ONCE = 20;

describeContainers('balancing', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({
      cart: { instances: 3, settings: { domain: 'cart.test' } },
      shop: {
        instances: 2,
        settings: { domain: 'shop.test', loadBalancing: { policy: 'round-robin' } },
      },
    });
    return () => stack.remove();
  });

  const instanceFor = async (host: string): Promise<string> => {
    const { status, instance } = await send(stack.proxy.origin, host, '/');
    return status === 200 && instance !== undefined ? instance : `status ${status}`;
  };

  it('spreads evenly over the instances of its service at random, the default policy', async () => {
    const chosen: string[] = [];
    while (chosen.length < REQUESTS) {
      // oxlint-disable-next-line no-await-in-loop -- bounded load
      chosen.push(...(await Promise.all(Array.from({ length: AT_ONCE }, () => instanceFor('cart.test')))));
    }
    const counts = tally(chosen);
    expect(Object.keys(counts).sort()).toEqual(['cart-1', 'cart-2', 'cart-3']);
    const fairness = fairnessOfThree([counts['cart-1'] ?? 0, counts['cart-2'] ?? 0, counts['cart-3'] ?? 0]);
    // A fair choice fails this once in a million runs.
    expect(fairness).toBeGreaterThan(1e-6);
  });

  it('takes turns exactly with round robin, whatever goes on in another service', async () => {
    const turns: string[] = [];
    const others: string[] = [];
    for (let n = 0; n < 100; n += 1) {
      // oxlint-disable-next-line no-await-in-loop -- the order is what is tested
      turns.push(await instanceFor('shop.test'));
      // oxlint-disable-next-line no-await-in-loop -- as above
      if (n % 3 === 0) others.push(await instanceFor('cart.test'));
    }
    expect(others.filter((name) => !name.startsWith('cart-'))).toEqual([]);
    const [first, second] = turns[0] === 'shop-1' ? ['shop-1', 'shop-2'] : ['shop-2', 'shop-1'];
    expect(turns).toEqual(Array.from({ length: 100 }, (_, n) => (n % 2 === 0 ? first : second)));
  });

  it('takes turns exactly with round robin when requests come all at once', async () => {
    const chosen = await Promise.all(Array.from({ length: 200 }, () => instanceFor('shop.test')));
    expect(tally(chosen)).toEqual({ 'shop-1': 100, 'shop-2': 100 });
  });
});
