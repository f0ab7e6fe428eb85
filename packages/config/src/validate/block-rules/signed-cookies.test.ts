import { expect, it } from 'vitest';
import { errorLines, load, service, withServices } from '../../test-support.ts';

const fix =
  'add secret: \'${HOSTLER_SECRET}\' under proxy and set the variable, for instance to the output of "openssl rand -hex 32"';

function sticky(secret: string): string {
  const text = withServices(
    service('a', 'domain: a.example, loadBalancing: {sticky: {}}'),
    service('b', 'domain: b.example, loadBalancing: {sticky: {cookie: c, maxAge: 1h}}'),
  );
  return text.replace('proxy:\n', `proxy:\n${secret}`);
}

it.each([
  ['no secret', ''],
  ['an empty one, as an unset variable gives it', "  secret: '${SECRET:-}'\n"],
])('refuses sticky cookies with %s', (_name, secret) => {
  expect(errorLines(sticky(secret))).toHaveLength(2);
  expect(errorLines(sticky(secret))[0]).toContain(
    'proxy.services[0].loadBalancing.sticky: got a sticky cookie without proxy.secret, ' +
      `expected a secret that signs it, the same on all replicas. Fix: ${fix}`,
  );
});

it('says it once where the defaults ask for cookies', () => {
  const text = withServices(service('a', 'domain: a.example'), service('b', 'domain: b.example')).replace(
    'proxy:\n',
    'proxy:\n  defaults: {loadBalancing: {sticky: {}}}\n',
  );
  expect(errorLines(text)).toEqual([expect.stringContaining('f:2:38 proxy.defaults.loadBalancing.sticky: ')]);
});

it('names the cookie after the service unless it has a name', () => {
  const { services, secret } = load(sticky('  secret: abc\n'));
  expect(secret).toBe('abc');
  expect(services.map(({ loadBalancing }) => loadBalancing.sticky)).toEqual([
    { cookie: 'hostler_a', maxAgeMs: null },
    { cookie: 'c', maxAgeMs: 3_600_000 },
  ]);
});

it('names cookies after services that inherit everything, too', () => {
  const text = withServices(service('a', 'domain: a.example'), service('b', 'domain: b.example')).replace(
    'proxy:\n',
    'proxy:\n  secret: x\n  defaults: {loadBalancing: {sticky: {maxAge: session}}}\n',
  );
  const cookies = load(text).services.map(({ loadBalancing }) => loadBalancing.sticky?.cookie);
  expect(cookies).toEqual(['hostler_a', 'hostler_b']);
});
