import type { Config } from '../config.ts';
import type { ProxySettings } from '../schema/proxy.ts';
import { inheritsAll, resolveBlocks } from './blocks.ts';
import { deepFreeze } from './deep-freeze.ts';
import { resolveDiscovery } from './discovery.ts';
import { expandRoutes } from './expand-routes.ts';
import { resolveRouteTest } from './route-test.ts';

/**
 * Validated settings as the program reads them: layers merged, routes spelled out, units in the names, frozen.
 * @param directory what paths of files are relative to
 */
export function resolve(settings: ProxySettings, directory: string): Config {
  const { listen, admin, trustedProxies, via, secret, healthPath, workers } = settings;
  const { overload, shutdown, accessLog, defaults, services, tests } = settings;
  const inherited = resolveBlocks('', {}, defaults);
  // A cookie without a name is called after its service.
  const shared = inherited.loadBalancing.sticky === null;
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
    services: services.map((service) => ({
      name: service.name,
      default: service.default,
      routes: expandRoutes(service),
      hosts: service.hosts ?? [],
      discovery: resolveDiscovery(service.discovery, defaults.discovery, directory),
      // Most services of a large file say nothing of their own: they share one frozen set.
      ...(shared && inheritsAll(service) ? inherited : resolveBlocks(service.name, service, defaults)),
    })),
    tests: tests.map(resolveRouteTest),
  };
  return deepFreeze(config);
}
