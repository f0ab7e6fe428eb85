import { expect, it } from 'vitest';
import { load } from '../test-support.ts';
import { devConfig, devServices } from './dev-config.ts';

it('has the two services of the playground', () => {
  const { listen, admin, services } = load(devConfig());
  expect(listen).toEqual({ address: '127.0.0.1', port: 8080 });
  expect(admin).toMatchObject({ address: '127.0.0.1', port: 9901 });
  expect(services.map(({ name }) => name)).toEqual(['my-service', 'cart']);
});

it('takes other addresses and ports', () => {
  const services = devServices().map((service) => ({
    ...service,
    ports: service.ports.map((port) => port + 10_000),
  }));
  const text = devConfig({
    listenAddress: '::',
    listenPort: 18_080,
    adminPort: 0,
    instanceAddress: '::1',
    services,
  });
  const config = load(text);
  expect(config.listen).toEqual({ address: '::', port: 18_080 });
  expect(config.admin).toMatchObject({ address: '127.0.0.1', port: 0 });
  expect(config.services[1]?.hosts).toEqual([
    { address: '::1', port: 19_093, weight: 1, backup: false },
    { address: '::1', port: 19_094, weight: 1, backup: false },
  ]);
});
