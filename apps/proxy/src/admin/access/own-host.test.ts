import { describe, expect, it } from 'vitest';
import { isLoopbackAddress, ownHost } from './own-host.ts';

const configured = new Set(['admin.example.com', '10.0.0.7', '[2001:db8::1]']);

describe('the Host of the admin side', () => {
  it.each([
    { host: 'localhost', is: 'localhost' },
    { host: 'LOCALHOST.:9901', is: 'localhost' },
    { host: '127.0.0.1:9901', is: '127.0.0.1' },
    { host: '127.1.2.3', is: '127.1.2.3' },
    { host: '[::1]:8080', is: '[::1]' },
    { host: '[0:0:0:0:0:0:0:1]', is: '[::1]' },
    { host: 'admin.example.com:1', is: 'admin.example.com' },
    { host: 'Admin.Example.com', is: 'admin.example.com' },
    { host: '10.0.0.7:9901', is: '10.0.0.7' },
    { host: '[2001:DB8::1]:9901', is: '[2001:db8::1]' },
  ])('may be $host', ({ host, is }) => {
    expect(ownHost(['Host', host], configured)?.host).toBe(is);
  });

  it.each([
    { name: 'a name that was rebound to us', headers: ['Host', 'rebound.example'] },
    { name: 'a name that only begins as ours', headers: ['Host', '127.0.0.1.rebound.example'] },
    { name: 'a name that only ends as ours', headers: ['Host', 'evil-admin.example.com'] },
    { name: 'a name below ours', headers: ['Host', 'a.admin.example.com'] },
    { name: 'a name below localhost', headers: ['Host', 'a.localhost'] },
    { name: 'every address', headers: ['Host', '0.0.0.0:9901'] },
    { name: 'an address that may be anything', headers: ['Host', '127.1'] },
    { name: 'loopback as somebody else', headers: ['Host', 'evil.example@127.0.0.1'] },
    { name: 'two of them', headers: ['Host', 'localhost', 'Host', 'localhost'] },
    { name: 'nothing', headers: ['Host', ''] },
    { name: 'none at all', headers: [] },
    { name: 'what a proxy in front says', headers: ['X-Forwarded-Host', 'localhost'] },
  ])('is not $name', ({ headers }) => {
    expect(ownHost(headers, configured)).toBeNull();
  });
});

describe('an address to listen on', () => {
  it.each([
    { address: '127.0.0.1', loopback: true },
    { address: '127.255.0.1', loopback: true },
    { address: '::1', loopback: true },
    { address: '0:0:0:0:0:0:0:1', loopback: true },
    { address: 'localhost', loopback: true },
    { address: '0.0.0.0', loopback: false },
    { address: '::', loopback: false },
    { address: '10.0.0.1', loopback: false },
    { address: 'admin.example.com', loopback: false },
  ])('is loopback: $address $loopback', ({ address, loopback }) => {
    expect(isLoopbackAddress(address)).toBe(loopback);
  });
});
