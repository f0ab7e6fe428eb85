import type { RouteConfig } from '../config.ts';
import type { ServiceSettings } from '../schema/proxy.ts';

type Route = Pick<ServiceSettings, 'domain' | 'domains' | 'path' | 'stripPrefix'>;

/** Every form of routes as one list with one domain each, in the order in which they were written. */
export function expandRoutes(service: ServiceSettings): RouteConfig[] {
  return (service.routes ?? [service]).flatMap(expandRoute);
}

function expandRoute({ domain, domains = [], path, stripPrefix }: Route): RouteConfig[] {
  const all = domain === undefined ? domains : [domain, ...domains];
  return all.map((each) => ({ domain: each, path, stripPrefix }));
}
