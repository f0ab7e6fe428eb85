import { describe, expect, it } from 'vitest';
import { identifyClient } from './client-identity.ts';
import { compileTrust } from './trusted-proxies.ts';

const trust = compileTrust(['10.0.0.0/8', '2001:db8:1::/48']);
const proxy = { address: '10.0.0.1', localPort: 8080, tls: false };
const stranger = { address: '198.51.100.7', localPort: 8080, tls: true };

describe('identifyClient', () => {
  it('takes an untrusted peer for the client, whatever it says', () => {
    const headers = [
      'X-Forwarded-For',
      '1.1.1.1',
      'X-Forwarded-Proto',
      'http',
      'Forwarded',
      'for=1.1.1.1',
      'X-Real-IP',
      '1.1.1.1',
    ];
    expect(identifyClient(stranger, headers, trust)).toEqual({
      address: '198.51.100.7',
      proto: 'https',
      port: 8080,
      host: null,
      trusted: false,
      source: 'peer',
    });
  });

  it('trusts nobody when nobody is configured', () => {
    const identity = identifyClient(proxy, ['X-Forwarded-For', '1.1.1.1'], compileTrust([]));
    expect(identity).toMatchObject({ address: '10.0.0.1', trusted: false });
  });

  it('takes a trusted peer that says nothing for the client', () => {
    expect(identifyClient(proxy, ['Host', 'a'], trust)).toMatchObject({
      address: '10.0.0.1',
      trusted: true,
      source: 'peer',
    });
  });

  it.each([
    { name: 'the peer of the trusted proxy', value: '192.0.2.1', address: '192.0.2.1' },
    { name: 'not what that peer made up', value: '6.6.6.6, 192.0.2.1', address: '192.0.2.1' },
    {
      name: 'the peer behind two trusted proxies',
      value: '6.6.6.6, 192.0.2.1, 10.9.9.9',
      address: '192.0.2.1',
    },
    { name: 'the first one when all are trusted', value: '10.0.0.3, 10.0.0.2', address: '10.0.0.3' },
    { name: 'IPv6 behind IPv6', value: '2001:DB8:2::1, 2001:db8:1::1', address: '2001:db8:2::1' },
    { name: 'an IPv4-mapped address as IPv4', value: '::ffff:192.0.2.1', address: '192.0.2.1' },
    { name: 'an address with a port', value: '192.0.2.1:4711', address: '192.0.2.1' },
    { name: 'IPv6 in brackets', value: '[2001:db8:2::1]', address: '2001:db8:2::1' },
    { name: 'IPv6 in brackets with a port', value: '[2001:db8:2::1]:443', address: '2001:db8:2::1' },
    {
      name: 'the trusted hop before a malformed element',
      value: '192.0.2.1, x, 10.0.0.2',
      address: '10.0.0.2',
    },
    { name: 'the peer when the last element is malformed', value: '192.0.2.1, unknown', address: '10.0.0.1' },
    { name: 'the peer when an address has a zone', value: 'fe80::1%eth0', address: '10.0.0.1' },
    { name: 'the peer when an address is in an old notation', value: '0300.0.2.1', address: '10.0.0.1' },
    { name: 'what stands between empty elements', value: ', 192.0.2.1, ,', address: '192.0.2.1' },
  ])('finds in X-Forwarded-For $name', ({ value, address }) => {
    expect(identifyClient(proxy, ['X-Forwarded-For', value], trust)).toMatchObject({
      address,
      trusted: true,
    });
  });

  it('reads several lines of X-Forwarded-For as one list', () => {
    const headers = [
      'X-Forwarded-For',
      '6.6.6.6',
      'x-forwarded-for',
      '192.0.2.1, 10.0.0.2',
      'X-FORWARDED-FOR',
      '10.0.0.3',
    ];
    expect(identifyClient(proxy, headers, trust).address).toBe('192.0.2.1');
  });

  it.each([
    {
      name: 'for',
      value: 'for=192.0.2.1',
      expected: { address: '192.0.2.1', proto: 'http', host: null, port: 8080 },
    },
    {
      name: 'for, proto and host of the same element',
      value:
        'for=6.6.6.6;proto=http;host=evil, for=192.0.2.1;proto=https;host="shop.example:444", for=10.0.0.2;proto=http',
      expected: { address: '192.0.2.1', proto: 'https', host: 'shop.example:444', port: 444 },
    },
    { name: 'IPv6', value: 'for="[2001:db8:2::1]:80"', expected: { address: '2001:db8:2::1' } },
    {
      name: 'an obfuscated node, at which it ends',
      value: 'for=192.0.2.1, for=_x',
      expected: { address: '10.0.0.1' },
    },
    {
      name: 'a malformed element, at which it ends',
      value: 'for=192.0.2.1, =, for=10.0.0.2',
      expected: { address: '10.0.0.2' },
    },
    {
      name: 'an element that does not say for',
      value: 'for=192.0.2.1, proto=https',
      expected: { address: '10.0.0.1' },
    },
    {
      name: 'no open quote of the client',
      value: 'for="x, for=192.0.2.1',
      expected: { address: '192.0.2.1' },
    },
  ])('reads in Forwarded $name', ({ value, expected }) => {
    expect(identifyClient(proxy, ['Forwarded', value], trust)).toMatchObject({
      ...expected,
      source: 'forwarded',
    });
  });

  it('reads X-Forwarded-For alone when there is Forwarded too', () => {
    const headers = ['Forwarded', 'for=6.6.6.6;proto=https;host=evil', 'X-Forwarded-For', '192.0.2.1'];
    expect(identifyClient(proxy, headers, trust)).toMatchObject({
      address: '192.0.2.1',
      proto: 'http',
      host: null,
      source: 'x-forwarded-for',
    });
  });

  it('reads X-Real-IP only when there is nothing else, and only once', () => {
    const real = ['X-Real-IP', '192.0.2.1'];
    expect(identifyClient(proxy, real, trust)).toMatchObject({ address: '192.0.2.1', source: 'x-real-ip' });
    expect(identifyClient(proxy, [...real, 'X-Forwarded-For', '192.0.2.2'], trust).address).toBe('192.0.2.2');
    expect(identifyClient(proxy, [...real, ...real], trust).address).toBe('10.0.0.1');
  });

  it.each([
    { name: 'https', headers: ['X-Forwarded-Proto', 'HTTPS'], expected: { proto: 'https', port: 443 } },
    { name: 'wss', headers: ['X-Forwarded-Proto', 'wss'], expected: { proto: 'https', port: 443 } },
    { name: 'ws', headers: ['X-Forwarded-Proto', 'ws'], expected: { proto: 'http', port: 80 } },
    {
      name: 'an unknown scheme',
      headers: ['X-Forwarded-Proto', 'gopher'],
      expected: { proto: 'http', port: 8080 },
    },
    { name: 'a port', headers: ['X-Forwarded-Port', '8443'], expected: { proto: 'http', port: 8443 } },
    { name: 'no port', headers: ['X-Forwarded-Port', '0'], expected: { port: 8080 } },
    { name: 'too large a port', headers: ['X-Forwarded-Port', '65536'], expected: { port: 8080 } },
    {
      name: 'a host',
      headers: ['X-Forwarded-Host', 'Shop.example'],
      expected: { host: 'Shop.example', port: 8080 },
    },
    {
      name: 'a host with a port',
      headers: ['X-Forwarded-Host', 'a:81'],
      expected: { host: 'a:81', port: 81 },
    },
    { name: 'an invalid host', headers: ['X-Forwarded-Host', 'a/b'], expected: { host: null, port: 8080 } },
  ])('believes a trusted peer about $name', ({ headers, expected }) => {
    const withAddress = ['X-Forwarded-For', '192.0.2.1', ...headers];
    expect(identifyClient(proxy, withAddress, trust)).toMatchObject({ ...expected, address: '192.0.2.1' });
    expect(identifyClient(proxy, headers, trust)).toMatchObject({ ...expected, address: '10.0.0.1' });
  });

  it('takes scheme and host from the hop that saw the client', () => {
    const headers = [
      ['X-Forwarded-For', '6.6.6.6, 192.0.2.1, 10.0.0.2'],
      ['X-Forwarded-Proto', 'http, https, http'],
      ['X-Forwarded-Host', 'evil, shop.example, inner'],
    ].flat();
    expect(identifyClient(proxy, headers, trust)).toMatchObject({ proto: 'https', host: 'shop.example' });
  });

  it('takes a scheme that is said once for every hop', () => {
    const headers = ['X-Forwarded-For', '192.0.2.1, 10.0.0.2', 'X-Forwarded-Proto', 'https'];
    expect(identifyClient(proxy, headers, trust).proto).toBe('https');
  });

  it.each([
    { peer: { ...proxy, address: '' }, address: 'unknown' },
    { peer: { ...proxy, address: 'fe80::1%eth0' }, address: 'fe80::1' },
  ])('names a peer at "$peer.address" $address', ({ peer, address }) => {
    expect(identifyClient(peer, [], trust)).toMatchObject({ address, trusted: false });
  });
});
