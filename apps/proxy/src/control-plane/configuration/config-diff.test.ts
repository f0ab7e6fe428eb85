import { defineConfig } from '@hostler/config';
import type { Config } from '@hostler/config';
import { describe, expect, it } from 'vitest';
import { diffConfigs } from './config-diff.ts';
import type { ConfigDiff } from './config-diff.ts';
import { service } from './testing/config-file.ts';

function configOf(proxy: object): Config {
  return defineConfig({ proxy: { services: [service('shop')], ...proxy } });
}

function diff(before: object, after: object, changed: readonly string[] = ['shop']): ConfigDiff {
  return diffConfigs(configOf(before), configOf(after), { added: [], removed: [], changed });
}

function shopFields(before: object, after: object): unknown {
  const { services } = diff({ services: [service('shop', before)] }, { services: [service('shop', after)] });
  return services.changed[0]?.fields;
}

const one = { address: '192.0.2.1', port: 80 };
const two = { address: '2001:db8::2', port: 80 };

describe('the fields of a service', () => {
  it.each([
    {
      name: 'a time',
      before: {},
      after: { timeouts: { idle: '7s' } },
      fields: [{ path: 'timeouts.idleMs', before: 60_000, after: 7_000 }],
    },
    {
      name: 'a list of scalars, as a whole',
      before: { retry: { retryOn: [502] } },
      after: { retry: { retryOn: [502, 503] } },
      fields: [{ path: 'retry.retryOn', before: [502], after: [502, 503] }],
    },
    {
      name: 'an endpoint by its name, wherever it stands',
      before: { hosts: [one, two] },
      after: { hosts: [{ ...two, weight: 3 }, one] },
      fields: [{ path: 'hosts[[2001:db8::2]:80].weight', before: 1, after: 3 }],
    },
    {
      name: 'an endpoint that came, and one that went',
      before: { hosts: [one] },
      after: { hosts: [two] },
      fields: [
        { path: 'hosts[192.0.2.1:80]', before: { ...one, weight: 1, backup: false } },
        { path: 'hosts[[2001:db8::2]:80]', after: { ...two, weight: 1, backup: false } },
      ],
    },
    {
      name: 'a route by its domain and path',
      before: { path: '/a' },
      after: { path: '/a', stripPrefix: true },
      fields: [{ path: 'routes[shop.test/a].stripPrefix', before: false, after: true }],
    },
    {
      name: 'a block that was turned on',
      before: {},
      after: { circuitBreaker: { trials: 2 } },
      fields: [
        {
          path: 'circuitBreaker',
          before: null,
          after: { failureRatePercent: 50, minRequests: 20, windowMs: 10_000, openMs: 5_000, trials: 2 },
        },
      ],
    },
    {
      name: 'the order of endpoints: nothing',
      before: { hosts: [one, two] },
      after: { hosts: [two, one] },
      fields: [],
    },
  ])('are compared by meaning: $name', ({ before, after, fields }) => {
    expect(shopFields(before, after)).toEqual(fields);
  });
});

describe('what is outside of the services', () => {
  it.each([
    {
      name: 'a port',
      before: {},
      after: { listen: { port: 1 } },
      global: [{ path: 'listen.port', before: 8080, after: 1 }],
    },
    {
      name: 'a secret, which nobody sees',
      before: { secret: 'the-secret-of-before' },
      after: { secret: 'the-secret-of-now' },
      global: [{ path: 'secret', before: '[redacted]', after: '[redacted]' }],
    },
    {
      name: 'a token that came',
      before: {},
      after: { admin: { token: 'token-of-the-operators' } },
      global: [{ path: 'admin.token', before: null, after: '[redacted]' }],
    },
    {
      name: 'a field of a test by its name',
      before: { tests: [{ name: 't', request: { url: 'http://shop.test/' }, expect: { service: 'shop' } }] },
      after: {
        tests: [
          {
            name: 't',
            request: { url: 'http://shop.test/', headers: { 'x.y': '1' } },
            expect: { service: 'shop' },
          },
        ],
      },
      global: [{ path: 'tests[t].request.headers["x.y"]', after: '1' }],
    },
  ])('is compared too: $name', ({ before, after, global }) => {
    expect(diff(before, after, []).global).toEqual(global);
  });
});

it('describes a hundred services, and names the others', () => {
  const names = Array.from({ length: 102 }, (_, index) => `s${index}`);
  const services = names.map((name) => service(name));
  const { services: found } = diff({ services }, { services, defaults: { timeouts: { idle: '7s' } } }, names);
  expect(found.changed).toHaveLength(100);
  expect(found.changed[99]).toEqual({
    name: 's99',
    fields: [{ path: 'timeouts.idleMs', before: 60_000, after: 7_000 }],
  });
  expect(found.alsoChanged).toEqual(['s100', 's101']);
});
