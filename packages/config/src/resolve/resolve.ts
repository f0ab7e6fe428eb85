import type { Config } from '../config.ts';
import type { ProxySettings } from '../schema/proxy.ts';
import { inheritsAll, resolveBlocks } from './blocks.ts';
import { deepFreeze } from './deep-freeze.ts';
import { expandRoutes } from './expand-routes.ts';

/** Validated settings as the program reads them: layers merged, routes spelled out, units in the names, frozen. */
export function resolve(settings: ProxySettings): Config {
  const { listen, admin, trustedProxies, via, healthPath, shutdown, accessLog, defaults, services } =
    settings;
  const inherited = resolveBlocks(defaults, {});
  const config: Config = {
    listen,
    admin,
    trustedProxies,
    via,
    healthPath,
    shutdown: { delayMs: shutdown.delay, timeoutMs: shutdown.timeout },
    accessLog,
    services: services.map((service) => ({
      name: service.name,
      default: service.default,
      routes: expandRoutes(service),
      hosts: service.hosts,
      // Most services of a large file say nothing of their own: they share one frozen set.
      ...(inheritsAll(service) ? inherited : resolveBlocks(service, defaults)),
    })),
  };
  return deepFreeze(config);
}
