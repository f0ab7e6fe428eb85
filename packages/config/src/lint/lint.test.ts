import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseConfigObject } from '../define-config.ts';
import { loadConfig } from '../load-config.ts';
import { service, warningLines, withServices } from '../test-support.ts';

const examples = join(import.meta.dirname, '../../../../examples');

it.each(readdirSync(examples).filter((name) => name.endsWith('.yaml')))(
  'has no doubt about examples/%s',
  (name) => {
    expect(warningLines(readFileSync(join(examples, name), 'utf8'))).toEqual([]);
  },
);

it('tells everything in the order of the text', () => {
  const text = withServices(service('a', 'domain: a.example, retry: {attempts: 2}, timeouts: {connect: 9s}'));
  const lines = warningLines(text.replace('proxy:\n', 'proxy:\n  secret: short\n'));
  expect(lines.map((line) => line.split(': ')[0])).toEqual([
    'f:2:11 proxy.secret',
    'f:4:85 proxy.services[0].retry.attempts',
    'f:4:119 proxy.services[0].timeouts.connect',
  ]);
});

it('tells of a configuration from code by path alone', () => {
  const services = [
    { name: 'a', domain: 'a.example', hosts: [{ address: '10.0.0.1', port: 80, weight: 2 }] },
  ];
  const result = parseConfigObject({ proxy: { services } });
  expect(result.ok && result.warnings).toEqual([
    {
      kind: 'no-effect',
      file: null,
      line: null,
      column: null,
      path: 'proxy.services[0].hosts[0].weight',
      what: 'a weight is a share among several endpoints, and there is only one',
      fix: 'remove weight, or add endpoints',
    },
  ]);
});

it('tells once of a block that several services share, where it was written', () => {
  const text = `proxy:
  services:
    - &a { name: a, domain: a.example, hosts: [{ address: a, port: 1 }], timeouts: &slow { connect: 9s } }
    - { <<: *a, name: b, domain: b.example, hosts: [{ address: b, port: 1 }] }
`;
  const result = loadConfig({ file: 'f', text }, {});
  expect(result.ok && result.warnings.map(({ line, column }) => `${line}:${column}`)).toEqual(['3:101']);
});
