import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigInvalid, defineConfig, parseConfigObject } from './define-config.ts';
import type { ConfigInput } from './schema/proxy.ts';

const input = {
  proxy: {
    listen: { port: 0 },
    services: [{ name: 'a', domain: 'a.example', hosts: [{ address: '127.0.0.1', port: 9090 }] }],
  },
} satisfies ConfigInput;

function thrownBy(action: () => unknown): ConfigInvalid | null {
  try {
    action();
    return null;
  } catch (error) {
    if (error instanceof ConfigInvalid) return error;
    throw error;
  }
}

describe('defineConfig', () => {
  it('takes the language of the file as a plain object', () => {
    expect(defineConfig(input)).toMatchObject({
      listen: { address: '127.0.0.1', port: 0 },
      services: [{ name: 'a', hosts: [{ address: '127.0.0.1', port: 9090, weight: 1 }] }],
    });
  });

  it('leaves its argument as it was', () => {
    defineConfig(input);
    expect(Object.isFrozen(input.proxy.services)).toBe(false);
  });

  it('takes undefined for an absent key', () => {
    const config = defineConfig({
      proxy: { ...input.proxy, admin: undefined, defaults: { timeouts: undefined } },
    });
    expect(config.admin).toMatchObject({ address: '127.0.0.1', port: 9901 });
    expect(config.services[0]?.timeouts.connectMs).toBe(2_000);
  });

  it('throws every mistake at once, with paths and without places', () => {
    const wrong = { proxy: { listn: {}, services: [{ name: 'a', domain: '${HOST}', hosts: [] }] } };
    expect(thrownBy(() => defineConfig(wrong))).toMatchObject({
      code: 'HOSTLER_CONFIG_INVALID',
      errors: [
        { path: 'proxy.services[0].domain', got: '"${HOST}"', file: null, line: null },
        { path: 'proxy.services[0].hosts', got: 'an empty list' },
        { path: 'proxy.listn', kind: 'unknown-key' },
      ],
    });
  });

  it('lists them in its message', () => {
    expect(() => defineConfig(null)).toThrow(
      'The configuration is not valid.\n' +
        'got nothing, expected a map with the key proxy. Fix: write "proxy:" and below it listen and services',
    );
  });
});

describe('parseConfigObject', () => {
  it('never throws, whatever the value is', () => {
    const keys = [
      'proxy',
      'services',
      'hosts',
      'name',
      'domain',
      'routes',
      'listen',
      'admin',
      'defaults',
      'retry',
      'discovery',
      'healthCheck',
      'loadBalancing',
      'sticky',
      'limits',
      'queue',
      'tests',
      'expect',
      'headers',
      'type',
      'path',
      'secret',
    ];
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ maxDepth: 6 }, fc.anything(), tie('list'), tie('map')),
      list: fc.array(tie('tree'), { maxLength: 3 }),
      map: fc.dictionary(fc.constantFrom(...keys), tie('tree'), { maxKeys: 5 }),
    }));
    fc.assert(
      fc.property(tree, (proxy) => {
        expect(typeof parseConfigObject({ proxy }).ok).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });
});
