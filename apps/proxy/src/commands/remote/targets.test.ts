import { describe, expect, it } from 'vitest';
import { configFile, shop } from '../testing/hostler-process.ts';
import type { RemoteFlags } from './flags.ts';
import { targetsOf } from './targets.ts';

interface Chosen {
  readonly targets: readonly (readonly [string, string | null])[] | null;
  readonly said: string;
}

function choose(flags: Partial<RemoteFlags>, env: NodeJS.ProcessEnv = {}): Chosen {
  let said = '';
  const terminal = {
    out: () => {},
    err: (text: string) => {
      said += text;
    },
  };
  const targets = targetsOf({ admin: [], timeout: '10s', ...flags }, terminal, env);
  return { targets: targets?.map(({ url, token }) => [url.href, token] as const) ?? null, said };
}

function configWith(admin: object | false): string {
  return configFile(shop({ address: '127.0.0.1', port: 9 }, { admin }));
}

describe('the admin sides that a command calls', () => {
  it.each([
    { admin: 'http://10.0.0.1:9901', href: 'http://10.0.0.1:9901/' },
    { admin: '10.0.0.1:9902', href: 'http://10.0.0.1:9902/' },
    { admin: '10.0.0.1', href: 'http://10.0.0.1:9901/' },
    { admin: '[::1]', href: 'http://[::1]:9901/' },
    { admin: '[::1]:9902', href: 'http://[::1]:9902/' },
    { admin: 'hostler.svc', href: 'http://hostler.svc:9901/' },
    { admin: 'https://ops.example.com/hostler', href: 'https://ops.example.com/hostler' },
  ])('are named as $admin', ({ admin, href }) => {
    expect(choose({ admin: [admin] })).toEqual({ targets: [[href, null]], said: '' });
  });

  it.each(['ftp://x', 'http://', 'http://u:p@x', 'http://x?y', ''])('are not named as %j', (admin) => {
    const { targets, said } = choose({ admin: [admin] });
    expect(targets).toBeNull();
    expect(said).toContain('Fix: write --admin');
  });

  it('are those of the configuration when none is named', () => {
    expect(choose({ config: configWith({ address: '0.0.0.0', port: 9911, token: 'mine' }) })).toEqual({
      targets: [['http://127.0.0.1:9911/', 'mine']],
      said: '',
    });
    expect(choose({ config: configWith({ address: '::1', port: 9911 }) }).targets).toEqual([
      ['http://[::1]:9911/', null],
    ]);
  });

  it('get the token that is named, else that of the environment, else that of the configuration', () => {
    const config = configWith({ token: 'of-config' });
    const env = { HOSTLER_ADMIN_TOKEN: 'of-environment' };
    const token = (flags: Partial<RemoteFlags>, around: NodeJS.ProcessEnv = {}): unknown =>
      choose(flags, around).targets?.[0]?.[1];
    expect(token({ config, token: 'named' }, env)).toBe('named');
    expect(token({ config }, env)).toBe('of-environment');
    expect(token({ config }, { HOSTLER_ADMIN_TOKEN: '' })).toBe('of-config');
    expect(token({ config, admin: ['10.0.0.1'] })).toBe('of-config');
    expect(token({ admin: ['10.0.0.1'] })).toBeNull();
  });

  it.each([
    { name: 'there is none', admin: false, says: 'says admin: false' },
    { name: 'it has no API', admin: { api: false }, says: 'says admin.api: false' },
    { name: 'its port may be any', admin: { port: 0 }, says: 'Fix: name it with --admin' },
    { name: 'the file is wrong', admin: { prot: 1 }, says: 'name the admin side with --admin URL alone' },
  ] as const)('are not those of a configuration when $name', ({ admin, says }) => {
    const { targets, said } = choose({ config: configWith(admin) });
    expect(targets).toBeNull();
    expect(said).toContain(says);
  });
});
