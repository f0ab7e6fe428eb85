import { expect, it } from 'vitest';
import type { HashOn } from '../../values/hash-on.ts';
import { errorLines, load, service, withServices } from '../../test-support.ts';

function balanced(own: string, defaults = '{}'): string {
  const text = withServices(service('a', `domain: a.example, loadBalancing: ${own}`));
  return text.replace('proxy:\n', `proxy:\n  defaults: {loadBalancing: ${defaults}}\n`);
}

function hashOnOf(own: string, defaults?: string): HashOn | null | undefined {
  return load(balanced(own, defaults)).services[0]?.loadBalancing.hashOn;
}

it('refuses hashOn with another policy', () => {
  expect(errorLines(balanced('{hashOn: path}'))).toEqual([
    expect.stringContaining(
      'proxy.services[0].loadBalancing.hashOn: got hashOn with the policy random, ' +
        'expected the policy consistent-hash beside it. Fix: write policy: consistent-hash, or remove hashOn',
    ),
  ]);
});

it('hashes by client unless something else is written', () => {
  expect(hashOnOf('{policy: consistent-hash}')).toEqual({ kind: 'client' });
  expect(hashOnOf('{policy: consistent-hash, hashOn: "header:X-A"}')).toEqual({
    kind: 'header',
    name: 'x-a',
  });
});

it('lets defaults wait for services that hash', () => {
  expect(hashOnOf('{policy: consistent-hash}', '{hashOn: path}')).toEqual({ kind: 'path' });
  expect(hashOnOf('{policy: random}', '{policy: consistent-hash, hashOn: path}')).toBeNull();
});
