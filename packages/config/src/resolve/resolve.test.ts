import { join } from 'node:path';
import { expect, it } from 'vitest';
import { defineConfig } from '../define-config.ts';
import { loadConfig } from '../load-config.ts';
import type { ConfigInput } from '../schema/proxy.ts';
import { load, service, withServices } from '../test-support.ts';

const text = withServices(service('a', 'domain: a.example'), service('b', 'domain: b.example'));

it('fills in every default outside the services', () => {
  const { services, ...rest } = load(text);
  expect(services).toHaveLength(2);
  expect(rest).toEqual({
    listen: { address: '127.0.0.1', port: 8080 },
    admin: { address: '127.0.0.1', port: 9901, token: null, hosts: [], api: true },
    trustedProxies: [],
    via: 'hostler',
    secret: null,
    healthPath: '/api/v2/_health_check',
    workers: 1,
    overload: { maxLagMs: 500 },
    shutdown: { delayMs: 0, timeoutMs: 25_000 },
    accessLog: { enabled: true },
    tests: [],
  });
});

it('takes what is written in their place', () => {
  const written = `proxy:
  listen: { address: '::', port: '0' }
  admin: false
  trustedProxies: [10.0.0.0/8]
  via: edge-1
  healthPath: false
  secret: s3cr3t
  workers: auto
  overload: { maxLag: off }
  shutdown: { delay: 10s, timeout: 1m }
  accessLog: { enabled: 'false' }
`;
  const { services: _services, ...rest } = load(text.replace('proxy:\n', written));
  expect(rest).toEqual({
    listen: { address: '::', port: 0 },
    admin: false,
    trustedProxies: ['10.0.0.0/8'],
    via: 'edge-1',
    secret: 's3cr3t',
    healthPath: false,
    workers: 'auto',
    overload: { maxLagMs: null },
    shutdown: { delayMs: 10_000, timeoutMs: 60_000 },
    accessLog: { enabled: false },
    tests: [],
  });
});

it('gives services that say nothing of their own one frozen set of blocks', () => {
  const [a, b] = load(text).services;
  expect(a?.timeouts).toBe(b?.timeouts);
  expect(Object.isFrozen(a?.timeouts)).toBe(true);
});

it('freezes the whole of it', () => {
  const config = load(text);
  expect(Object.isFrozen(config)).toBe(true);
  expect(Object.isFrozen(config.listen)).toBe(true);
  expect(Object.isFrozen(config.services[1]?.hosts[0])).toBe(true);
});

it('takes a relative path of a file from the folder of the configuration', () => {
  const discovery = withServices('- {name: a, domain: a.example, discovery: {type: file, path: ../e.yaml}}');
  const result = loadConfig({ file: '/etc/hostler/config.yaml', text: discovery }, {});
  expect(result.ok && result.config.services[0]?.discovery).toEqual({ type: 'file', path: '/etc/e.yaml' });
  const fromCode = {
    proxy: {
      services: [{ name: 'a', domain: 'a.example', discovery: { type: 'file', path: 'e.yaml' } }],
    },
  } satisfies ConfigInput;
  expect(defineConfig(fromCode).services[0]?.discovery).toEqual({
    type: 'file',
    path: join(process.cwd(), 'e.yaml'),
  });
});

it('is plain data, so that it can be sent to another process', () => {
  const blocks = 'healthCheck: {path: /}, circuitBreaker: {}, retry: {hedge: {}}';
  const config = load(withServices(service('a', `domain: a.example, ${blocks}`)));
  expect(structuredClone(config)).toEqual(config);
  expect(JSON.parse(JSON.stringify(config))).toEqual(config);
});
