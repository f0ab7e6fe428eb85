import type { RouteTestConfig } from '../config.ts';
import type { ProxySettings } from '../schema/proxy.ts';

/** An entry of `proxy.tests`, with null for what it does not say. */
export function resolveRouteTest(test: ProxySettings['tests'][number]): RouteTestConfig {
  const { name = null, request, expect } = test;
  const { service = null, path = null, headers, error = null, status = null } = expect;
  return { name, request, expect: { service, path, headers, error, status } };
}
