import { expect, it } from 'vitest';
import { errorLines, service, withServices } from '../../test-support.ts';

function withAdmin(admin: string): string {
  return withServices(service('a', 'domain: a.example')).replace('proxy:\n', `proxy:\n  admin: ${admin}\n`);
}

it.each([
  ['every address', '{address: 0.0.0.0}'],
  ['one address', '{address: 10.0.0.1}'],
  ['a name', '{address: admin.internal}'],
  ['an empty token, as an unset variable gives it', "{address: '::', token: '${TOKEN:-}'}"],
])('refuses an API that others can reach without a token: %s', (_name, admin) => {
  const [line = '', ...others] = errorLines(withAdmin(admin));
  expect(others).toEqual([]);
  expect(line).toMatch(/^f:2:20 proxy\.admin\.address: got "[^"]+" without a token, /);
  expect(line).toContain(
    "Fix: add token: '${HOSTLER_ADMIN_TOKEN}', or api: false, which leaves the probes and /metrics open and the rest closed",
  );
});

it.each([
  ['loopback', '{}'],
  ['IPv6 loopback', "{address: '::1'}"],
  ['localhost', '{address: localhost}'],
  ['a token', '{address: 0.0.0.0, token: abcdefghijklmnop}'],
  ['no API', '{address: 0.0.0.0, api: false}'],
  ['no admin side', 'false'],
])('takes %s', (_name, admin) => {
  expect(errorLines(withAdmin(admin))).toEqual([]);
});
