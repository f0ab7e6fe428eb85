import { startDownstream } from './downstream.ts';
import type { Downstream } from './downstream.ts';
import { startProxy } from './proxy.ts';
import type { Proxy, ProxyConfig } from './proxy.ts';

/** A proxy in front of the containers of several services. */
export interface Stack {
  readonly proxy: Proxy;
  /** All instances, in the order of the services and of their numbers. */
  readonly instances: readonly Downstream[];
  /** One instance by its name, such as `cart-2`. Throws when there is none. */
  instance(name: string): Downstream;
  /** Removes all its containers. */
  remove(): Promise<void>;
}

/** One service of a stack. */
export interface StackService {
  /** How many containers it has, named after it and numbered from 1. */
  readonly instances: number;
  /** What its entry in the configuration has apart from `name` and `hosts`. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What holds for all services of a stack. */
export interface StackOptions {
  /** What the configuration has beside the services, such as `defaults`. */
  readonly proxy?: ProxyConfig;
}

/** Starts the containers of every service, then a proxy that routes to them. */
export async function startStack(
  services: Readonly<Record<string, StackService>>,
  { proxy: settingsOfProxy = {} }: StackOptions = {},
): Promise<Stack> {
  const instances = await Promise.all(
    Object.entries(services).flatMap(([service, { instances: count }]) =>
      Array.from({ length: count }, (_, n) => startDownstream(service, `${service}-${n + 1}`)),
    ),
  );
  const proxy = await startProxy({
    config: {
      ...settingsOfProxy,
      services: Object.entries(services).map(([name, { settings }]) => ({
        name,
        ...settings,
        hosts: instances.filter(({ service }) => service === name).map(({ endpoint }) => endpoint),
      })),
    },
  });
  return {
    proxy,
    instances,
    instance(name) {
      const found = instances.find(({ instance }) => instance === name);
      if (found === undefined) throw new Error(`this stack has no instance ${name}`);
      return found;
    },
    async remove() {
      await Promise.all([proxy, ...instances].map(({ engine }) => engine.remove()));
    },
  };
}
