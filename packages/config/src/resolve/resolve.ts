import type { Config, ServiceConfig } from '../config.ts';
import type { BlockSettings, ProxySettings, ServiceSettings } from '../schema/proxy.ts';
import type { Blocks } from './blocks.ts';
import { deepFreeze } from './deep-freeze.ts';
import { resolveDiscovery } from './discovery.ts';
import { expandRoutes } from './expand-routes.ts';
import { resolveRouteTest } from './route-test.ts';

/**
 * Validated settings as the program reads them: layers merged, routes spelled out, units in the names, frozen.
 * @param blocks of each service, in order
 * @param directory what paths of files are relative to
 */
export function resolve(settings: ProxySettings, blocks: readonly Blocks[], directory: string): Config {
  const { listen, admin, trustedProxies, via, secret, healthPath, workers } = settings;
  const { overload, shutdown, accessLog, defaults, services, tests } = settings;
  const config: Config = {
    listen,
    admin,
    trustedProxies,
    via,
    secret,
    healthPath,
    workers,
    overload: { maxLagMs: overload.maxLag },
    shutdown: { delayMs: shutdown.delay, timeoutMs: shutdown.timeout },
    accessLog,
    services: services.flatMap((service, index) => {
      const own = blocks[index];
      return own === undefined ? [] : [resolveService(service, own, defaults, directory)];
    }),
    tests: tests.map(resolveRouteTest),
  };
  return deepFreeze(config);
}

function resolveService(
  service: ServiceSettings,
  blocks: Blocks,
  defaults: BlockSettings,
  directory: string,
): ServiceConfig {
  return {
    name: service.name,
    default: service.default,
    routes: expandRoutes(service),
    hosts: service.hosts ?? [],
    discovery: resolveDiscovery(service.discovery, defaults.discovery, directory),
    ...blocks,
  };
}
