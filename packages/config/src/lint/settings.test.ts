import { expect, it } from 'vitest';
import { hosts, warningsOf } from './test-support.ts';

it.each([
  [
    'everybody as a trusted proxy',
    '  trustedProxies: [10.0.0.1, 0.0.0.0/0]\n',
    'proxy.trustedProxies[1]: 0.0.0.0/0 is everybody: every client can say what address it has',
  ],
  [
    'a short secret',
    '  secret: hunter2\n',
    'proxy.secret: a value of fewer than 16 characters can be guessed',
  ],
  [
    'a short token',
    '  admin: {token: hunter2}\n',
    'proxy.admin.token: a value of fewer than 16 characters can be guessed',
  ],
  [
    'a token for nothing',
    '  admin: {token: 0123456789abcdef, api: false}\n',
    'proxy.admin.token: token guards the API, which api: false turns off',
  ],
  [
    'hosts for nothing',
    '  admin: {hosts: [a.example], api: false}\n',
    'proxy.admin.hosts: hosts guards the API, which api: false turns off',
  ],
  [
    'a hash for nobody',
    '  defaults: {loadBalancing: {hashOn: path}}\n',
    'proxy.defaults.loadBalancing.hashOn: no service has the policy consistent-hash',
  ],
])('doubts %s, without showing secrets', (_name, top, warning) => {
  expect(warningsOf(hosts(2), top)).toEqual([warning]);
});

it('says nothing of what is set up well', () => {
  const top = `  trustedProxies: [10.0.0.0/8]
  secret: 0123456789abcdef
  admin: { token: 0123456789abcdef, hosts: [a.example] }
  defaults: { loadBalancing: { policy: consistent-hash, hashOn: path } }
`;
  expect(warningsOf(hosts(2), top)).toEqual([]);
});
