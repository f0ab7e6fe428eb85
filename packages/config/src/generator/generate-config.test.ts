import { describe, expect, it } from 'vitest';
import { ConfigInvalid } from '../define-config.ts';
import { load } from '../test-support.ts';
import { generateConfig } from './generate-config.ts';
import type { GenerateOptions } from './options.ts';

function mistakes(options: GenerateOptions): string[] {
  try {
    generateConfig(options);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigInvalid)) throw error;
    return error.errors.map(({ path, got }) => `${path} ${got}`);
  }
}

describe('generateConfig', () => {
  it('writes one service in the minimal format', () => {
    expect(generateConfig({ subDomain: 'my-service', ingressPort: 8080, targetPort: 9090 })).toBe(`proxy:
  listen:
    address: 127.0.0.1
    port: '8080'
  services:
    - name: my-service
      domain: my-service.my-company.com
      hosts:
        - address: 127.0.0.1
          port: '9090'
`);
  });

  it('takes ports as text, another company and several hosts', () => {
    const text = generateConfig({
      subDomain: 'shop',
      ingressPort: '80',
      targetPort: '3000',
      companyDomain: 'example.com',
      hosts: ['10.0.0.1', 'shop.internal', '::1'],
    });
    const { listen, services } = load(text);
    expect(listen.port).toBe(80);
    expect(services).toMatchObject([
      {
        name: 'shop',
        routes: [{ domain: 'shop.example.com' }],
        hosts: [
          { address: '10.0.0.1', port: 3000 },
          { address: 'shop.internal', port: 3000 },
          { address: '::1', port: 3000 },
        ],
      },
    ]);
  });

  it('points at the local instances without a target port', () => {
    const { listen, shutdown, services } = load(generateConfig({ ingressPort: 8081, subDomain: 'shop' }));
    expect(listen.port).toBe(8081);
    expect(shutdown.timeoutMs).toBe(1_000);
    expect(
      services.map(({ name, routes, hosts }) => [
        name,
        routes.map((r) => r.domain),
        hosts.map((h) => h.port),
      ]),
    ).toEqual([
      ['shop', ['shop.my-company.com', 'localhost'], [9090, 9091, 9092]],
      ['cart', ['cart.my-company.com'], [9093, 9094]],
    ]);
  });

  it('names every unfit option as the command line does', () => {
    const options = {
      subDomain: 'a b',
      ingressPort: 70_000,
      targetPort: 'x',
      companyDomain: 'http://x',
      hosts: ['a b'],
    };
    expect(mistakes(options)).toEqual([
      '--sub-domain "a b"',
      '--company-domain "http://x"',
      '--ingress-port 70000',
      '--target-port "x"',
      '--hosts "a b"',
    ]);
  });

  it.each([
    ['hosts without a port', { hosts: ['10.0.0.1'] }, ['--hosts addresses without a port']],
    ['no hosts', { targetPort: 80, hosts: [] }, ['--hosts nothing']],
    [
      'the name of the other local service',
      { subDomain: 'cart' },
      ['--sub-domain the name of the second local service'],
    ],
    [
      'one host twice',
      { targetPort: 80, hosts: ['a', 'A'] },
      ['proxy.services[0].hosts[1] "a:80" again (line 9)'],
    ],
    [
      'the port of the admin side',
      { targetPort: 80, ingressPort: 9901 },
      ['proxy.admin.port 9901, the port of proxy.listen (line 4)'],
    ],
  ])('refuses %s', (_name, options, expected) => {
    expect(mistakes(options)).toEqual(expected);
  });
});
