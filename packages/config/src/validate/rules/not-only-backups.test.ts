import { expect, it } from 'vitest';
import { errorLines, withServices } from '../../test-support.ts';

function hosts(...backups: readonly string[]): string {
  const entries = backups.map((backup, index) => `{address: 10.0.0.${index}, port: 1${backup}}`);
  return withServices(`- {name: a, domain: a.example, hosts: [${entries.join(', ')}]}`);
}

it.each([
  ['one', hosts(', backup: true')],
  ['several', hosts(', backup: true', ', backup: "true"')],
])('refuses a service of nothing but backups, %s of them', (_name, text) => {
  expect(errorLines(text)).toEqual([
    'f:3:41 proxy.services[0].hosts: got only backups, expected one endpoint at least that is no backup. ' +
      'Fix: remove backup from the endpoints that are used first',
  ]);
});

it('takes backups beside another endpoint', () => {
  expect(errorLines(hosts(', backup: true', '', ', backup: true'))).toEqual([]);
});
