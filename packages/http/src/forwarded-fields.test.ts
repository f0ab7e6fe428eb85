import { describe, expect, it } from 'vitest';
import { identifyClient } from './client-identity.ts';
import type { InboundPeer } from './client-identity.ts';
import { forwardedFields, trustedForwardedFields, untrustedForwardedFields } from './forwarded-fields.ts';
import { compileTrust } from './trusted-proxies.ts';

const trust = compileTrust(['10.0.0.0/8']);
const proxy = { address: '10.0.0.1', localPort: 8080, tls: false };
const stranger = { address: '198.51.100.7', localPort: 8080, tls: true };

/** What an endpoint learns of a request, by name. */
function sent(
  peer: InboundPeer,
  headers: readonly string[],
  host = 'shop.example',
  prefix = '',
): Record<string, string> {
  const fields = forwardedFields(identifyClient(peer, headers, trust), { peer, host }, headers, prefix);
  const byName: Record<string, string> = {};
  for (let index = 0; index < fields.length; index += 2)
    byName[fields[index] ?? ''] = fields[index + 1] ?? '';
  return byName;
}

describe('forwardedFields', () => {
  it('replaces everything that an untrusted peer says', () => {
    const headers = [
      ['X-Forwarded-For', '1.1.1.1'],
      ['X-Forwarded-Proto', 'http'],
      ['X-Forwarded-Host', 'evil'],
      ['X-Forwarded-Port', '1'],
      ['X-Real-IP', '1.1.1.1'],
      ['Forwarded', 'for=1.1.1.1'],
      ['X-Forwarded-Prefix', '/evil'],
    ].flat();
    expect(sent(stranger, headers)).toEqual({
      'X-Forwarded-For': '198.51.100.7',
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-Host': 'shop.example',
      'X-Forwarded-Port': '8080',
      'X-Real-IP': '198.51.100.7',
      Forwarded: 'for=198.51.100.7;host=shop.example;proto=https',
    });
  });

  it('appends to what a trusted peer says in X-Forwarded-For, and makes Forwarded anew', () => {
    const headers = [
      ['X-Forwarded-For', '6.6.6.6'],
      ['X-Forwarded-For', '192.0.2.1'],
      ['X-Forwarded-Proto', 'https'],
      ['X-Forwarded-Host', 'www.example'],
      ['X-Forwarded-Port', '443'],
      ['X-Real-IP', '6.6.6.6'],
      ['Forwarded', 'for=6.6.6.6'],
    ].flat();
    expect(sent(proxy, headers, 'shop.example:8080')).toEqual({
      'X-Forwarded-For': '6.6.6.6, 192.0.2.1, 10.0.0.1',
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-Host': 'www.example',
      'X-Forwarded-Port': '443',
      'X-Real-IP': '192.0.2.1',
      Forwarded:
        'for=192.0.2.1;host=www.example;proto=https, for=10.0.0.1;host="shop.example:8080";proto=http',
    });
  });

  it('appends to what a trusted peer says in Forwarded, and makes X-Forwarded-For anew', () => {
    const headers = ['Forwarded', 'for=6.6.6.6, for="[2001:db8::1]";proto=https'];
    expect(sent(proxy, headers)).toMatchObject({
      'X-Forwarded-For': '2001:db8::1, 10.0.0.1',
      'X-Forwarded-Proto': 'https',
      'X-Real-IP': '2001:db8::1',
      Forwarded: 'for=6.6.6.6, for="[2001:db8::1]";proto=https, for=10.0.0.1;host=shop.example;proto=http',
    });
  });

  it('begins the lists with what a trusted peer says in X-Real-IP', () => {
    expect(sent(proxy, ['X-Real-IP', '192.0.2.1'])).toMatchObject({
      'X-Forwarded-For': '192.0.2.1, 10.0.0.1',
      Forwarded: 'for=192.0.2.1;proto=http, for=10.0.0.1;host=shop.example;proto=http',
    });
  });

  it('begins the lists with a trusted peer that says nothing', () => {
    expect(sent(proxy, [])).toMatchObject({ 'X-Forwarded-For': '10.0.0.1', 'X-Real-IP': '10.0.0.1' });
  });

  it('leaves the host out where there is none', () => {
    const fields = sent(stranger, [], '');
    expect(fields).not.toHaveProperty('X-Forwarded-Host');
    expect(fields['Forwarded']).toBe('for=198.51.100.7;proto=https');
  });

  it('says unknown for a peer without address', () => {
    expect(sent({ ...stranger, address: '' }, [])).toMatchObject({
      'X-Forwarded-For': 'unknown',
      Forwarded: 'for=unknown;host=shop.example;proto=https',
    });
  });

  it.each([
    { name: 'its own', peer: stranger, headers: [], prefix: '/api', expected: '/api' },
    {
      name: 'none of an untrusted peer',
      peer: stranger,
      headers: ['X-Forwarded-Prefix', '/x'],
      prefix: '/api',
      expected: '/api',
    },
    {
      name: 'that of a trusted peer before it',
      peer: proxy,
      headers: ['X-Forwarded-Prefix', '/x'],
      prefix: '/api',
      expected: '/x, /api',
    },
    {
      name: 'that of a trusted peer alone',
      peer: proxy,
      headers: ['X-Forwarded-Prefix', '/x'],
      prefix: '',
      expected: '/x',
    },
    { name: 'nothing', peer: proxy, headers: [], prefix: '', expected: undefined },
  ])('sends as stripped prefix $name', ({ peer, headers, prefix, expected }) => {
    expect(sent(peer, headers, 'a', prefix)['X-Forwarded-Prefix']).toBe(expected);
  });

  it('makes no field that its caller would not have left out before', () => {
    const names = Object.keys(sent(proxy, [], 'a', '/api'));
    expect(names.filter((name) => !trustedForwardedFields.has(name))).toEqual([]);
    expect(names.filter((name) => !untrustedForwardedFields.has(name))).toEqual([]);
  });

  it('leaves nothing of an untrusted peer that an application may take for a proxy field', () => {
    const names = [
      'X-Forwarded-Scheme',
      'X_Forwarded_For',
      'x-forwarded-ssl',
      'X-Forwarded-Server',
      'FORWARDED',
    ];
    expect(names.filter((name) => !untrustedForwardedFields.has(name))).toEqual([]);
  });
});
