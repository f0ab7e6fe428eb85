import { onTestFinished } from 'vitest';
import type { Proxy } from '../stack/proxy.ts';

/** Spreads load over several proxies, as a load balancer in front of them does. */
export interface LoadBalancer {
  /** The origin for the next request: each proxy in turn of those that were ready when it last looked. */
  pick(): string;
  /** One more, used once it is ready. */
  add(proxy: Proxy): void;
}

/** How often it asks each proxy whether it is ready. @unit ms */
const LOOK_EVERY_MS = 100;

/** Looks until the end of the test. Throws at a pick when nobody is ready. */
export function startLoadBalancer(proxies: readonly Proxy[]): LoadBalancer {
  const all = [...proxies];
  let ready: readonly Proxy[] = proxies;
  let turn = 0;
  const timer = setInterval(() => {
    void Promise.all(all.map(({ admin }) => admin.isReady())).then((answers) => {
      ready = all.filter((_, n) => answers[n] === true);
    });
  }, LOOK_EVERY_MS);
  onTestFinished(() => clearInterval(timer));
  return {
    pick() {
      turn += 1;
      const proxy = ready[turn % ready.length];
      if (proxy === undefined) throw new Error('no proxy is ready');
      return proxy.origin;
    },
    add: (proxy) => void all.push(proxy),
  };
}
