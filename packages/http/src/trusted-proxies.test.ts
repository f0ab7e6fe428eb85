import { describe, expect, it } from 'vitest';
import { compileTrust } from './trusted-proxies.ts';

describe('compileTrust', () => {
  it.each([
    { cidr: '10.0.0.0/8', address: '10.255.0.1', trusted: true },
    { cidr: '10.0.0.0/8', address: '11.0.0.1', trusted: false },
    { cidr: '10.1.2.3/24', address: '10.1.2.200', trusted: true },
    { cidr: '10.1.2.128/25', address: '10.1.2.127', trusted: false },
    { cidr: '192.0.2.1', address: '192.0.2.1', trusted: true },
    { cidr: '192.0.2.1', address: '192.0.2.2', trusted: false },
    { cidr: '192.0.2.1/32', address: '192.0.2.1', trusted: true },
    { cidr: '255.255.255.255', address: '255.255.255.255', trusted: true },
    { cidr: '0.0.0.0/0', address: '203.0.113.9', trusted: true },
    { cidr: '0.0.0.0/0', address: '2001:db8::1', trusted: false },
    { cidr: '::/0', address: '2001:db8::1', trusted: true },
    { cidr: '::/0', address: '203.0.113.9', trusted: false },
    { cidr: '2001:db8::/33', address: '2001:db8:7fff::1', trusted: true },
    { cidr: '2001:db8::/33', address: '2001:db8:8000::1', trusted: false },
    { cidr: '::1', address: '0:0:0:0:0:0:0:1', trusted: true },
    { cidr: '10.0.0.0/8', address: '::ffff:10.0.0.1', trusted: true },
    { cidr: '::ffff:10.0.0.0/104', address: '10.9.9.9', trusted: true },
    { cidr: '::ffff:10.0.0.0/104', address: '11.9.9.9', trusted: false },
    { cidr: '::ffff:192.0.2.1', address: '192.0.2.1', trusted: true },
    { cidr: 'fe80::/10', address: 'fe80::1%eth0', trusted: true },
    { cidr: '0.0.0.0/0', address: '', trusted: false },
    { cidr: '0.0.0.0/0', address: 'localhost', trusted: false },
  ])('$cidr trusts the peer "$address": $trusted', ({ cidr, address, trusted }) => {
    const trust = compileTrust([cidr]);
    expect(trust.any).toBe(true);
    expect(trust.hasPeer(address)).toBe(trusted);
    // The second answer comes from memory.
    expect(trust.hasPeer(address)).toBe(trusted);
  });

  it('trusts what any of several ranges has', () => {
    const trust = compileTrust(['10.0.0.0/8', '192.0.2.1', '2001:db8::/32']);
    const peers = ['10.0.0.1', '192.0.2.1', '2001:db8::1', '192.0.2.2'];
    expect(peers.filter((peer) => trust.hasPeer(peer))).toEqual(peers.slice(0, 3));
  });

  it('trusts nobody without ranges', () => {
    const trust = compileTrust([]);
    expect(trust.any).toBe(false);
    expect(trust.hasPeer('127.0.0.1')).toBe(false);
  });

  it('still answers right after more strangers than it remembers', () => {
    const trust = compileTrust(['10.0.0.0/8']);
    for (let number = 0; number < 5000; number++) {
      expect(trust.hasPeer(`192.168.${number >> 8}.${number & 255}`)).toBe(false);
    }
    expect(trust.hasPeer('10.0.0.1')).toBe(true);
  });

  it.each([
    '',
    '/',
    'localhost',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '::/129',
    '10.0.0.0/ 8',
  ])('refuses "%s"', (cidr) => {
    expect(() => compileTrust([cidr])).toThrow(RangeError);
  });

  it.each(['::ffff:10.0.0.0/95', 'fe80::1%eth0', '[::1]', '10.0.0.1:80', '0x0a.0.0.1'])(
    'refuses "%s"',
    (cidr) => {
      expect(() => compileTrust([cidr])).toThrow(RangeError);
    },
  );
});
