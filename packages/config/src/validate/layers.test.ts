import { expect, it } from 'vitest';
import { errorLines, service, withServices } from '../test-support.ts';

const hashed = 'domain: a.example, loadBalancing: {hashOn: path}';

it('finds a conflict between blocks beside mistakes elsewhere', () => {
  const lines = errorLines(withServices(service('a', hashed), '- {name: b, domain: "a b"}'));
  expect(lines.map((line) => line.split(' ')[1])).toEqual([
    'proxy.services[0].loadBalancing.hashOn:',
    'proxy.services[1].hosts:',
    'proxy.services[1].domain:',
  ]);
});

it('says nothing of blocks that it cannot read', () => {
  const broken = hashed.replace('{hashOn', '{policy: consistent-hsh, hashOn');
  expect(errorLines(withServices(service('a', broken)))).toEqual([
    expect.stringContaining('Fix: did you mean consistent-hash?'),
  ]);
});

it('says nothing of blocks over defaults that it cannot read', () => {
  const text = withServices(service('a', hashed)).replace(
    'proxy:\n',
    'proxy:\n  defaults: {loadBalancing: {policy: consistent-hsh}}\n',
  );
  expect(errorLines(text)).toEqual([expect.stringContaining('proxy.defaults.loadBalancing.policy: ')]);
});
