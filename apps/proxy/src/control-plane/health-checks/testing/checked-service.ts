import { defineConfig } from '@hostler/config';
import type { HealthCheckConfig, ServiceConfig } from '@hostler/config';

/** A service, `shop.test`, as a configuration with this `healthCheck` describes it. */
export function checkedService(
  healthCheck: object,
  settings: object = {},
): { readonly service: ServiceConfig; readonly check: HealthCheckConfig } {
  const hosts = [{ address: '127.0.0.1', port: 9 }];
  const { services } = defineConfig({
    proxy: { services: [{ name: 'shop', domain: 'shop.test', hosts, healthCheck, ...settings }] },
  });
  const service = services[0];
  if (service === undefined || service.healthCheck === null) throw new Error('the service has no checks');
  return { service, check: service.healthCheck };
}
