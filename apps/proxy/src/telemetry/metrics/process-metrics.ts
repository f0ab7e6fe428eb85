import { Registry, collectDefaultMetrics } from 'prom-client';

let registry: Registry | null = null;

/** Processor, memory, event loop and garbage collection, once however many proxies this process has. */
export function processMetrics(): Registry {
  if (registry === null) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry });
  }
  return registry;
}
