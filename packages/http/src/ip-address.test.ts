import { isIPv4, isIPv6 } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalIpv6, parseIpAddress, parseIpv4 } from './ip-address.ts';

describe('parseIpv4', () => {
  it.each([
    { text: '0.0.0.0', value: 0 },
    { text: '127.0.0.1', value: 0x7f000001 },
    { text: '255.255.255.255', value: 0xffffffff },
    { text: '10.0.0.256', value: -1 },
    { text: '10.0.0', value: -1 },
    { text: '10.0.0.1.', value: -1 },
    { text: '10.0.0.1.2', value: -1 },
    { text: '.10.0.0.1', value: -1 },
    { text: '10..0.1', value: -1 },
    { text: '010.0.0.1', value: -1 },
    { text: '00.0.0.1', value: -1 },
    { text: '0x7f.0.0.1', value: -1 },
    { text: ' 10.0.0.1', value: -1 },
    { text: '10.0.0.1 ', value: -1 },
    { text: '2130706433', value: -1 },
    { text: '', value: -1 },
  ])('reads "$text" as $value', ({ text, value }) => {
    expect(parseIpv4(text)).toBe(value);
  });

  it('agrees with Node about which texts are IPv4 addresses', () => {
    const text = fc.oneof(fc.ipV4(), fc.ipV4Extended(), fc.stringMatching(/^[\d.x]{0,16}$/));
    fc.assert(
      fc.property(text, (address) => {
        expect(parseIpv4(address) !== -1).toBe(isIPv4(address));
      }),
    );
  });
});

describe('canonicalIpv6', () => {
  it.each([
    { text: '::1', canonical: '::1' },
    { text: '2001:DB8:0:0:0:0:0:1', canonical: '2001:db8::1' },
    { text: '2001:db8::0:1', canonical: '2001:db8::1' },
    { text: '::ffff:10.0.0.1', canonical: '::ffff:a00:1' },
    { text: '::10.0.0.1', canonical: '::a00:1' },
    { text: 'fe80::1%eth0', canonical: null },
    { text: '[::1]', canonical: null },
    { text: '::1]/x[', canonical: null },
    { text: ':::', canonical: null },
    { text: '1::2::3', canonical: null },
    { text: '1:2:3:4:5:6:7:8:9', canonical: null },
    { text: '12345::', canonical: null },
    { text: '10.0.0.1', canonical: null },
    { text: '::'.repeat(1000), canonical: null },
  ])('writes $text as $canonical', ({ text, canonical }) => {
    expect(canonicalIpv6(text)).toBe(canonical);
  });

  it('agrees with Node about which texts are IPv6 addresses, and changes a canonical one no further', () => {
    const text = fc.oneof(fc.ipV6(), fc.stringMatching(/^[\da-fA-F:.]{0,40}$/));
    fc.assert(
      fc.property(text, (address) => {
        const canonical = canonicalIpv6(address);
        expect(canonical !== null).toBe(isIPv6(address));
        expect(canonicalIpv6(canonical ?? '')).toBe(canonical);
      }),
    );
  });
});

describe('parseIpAddress', () => {
  it.each([
    { text: '192.0.2.1', version: 4, canonical: '192.0.2.1' },
    { text: '::FFFF:192.0.2.1', version: 4, canonical: '192.0.2.1' },
    { text: '::ffff:c000:201', version: 4, canonical: '192.0.2.1' },
    { text: '2001:DB8::1', version: 6, canonical: '2001:db8::1' },
    { text: 'fe80::1%eth0', version: 6, canonical: 'fe80::1' },
    { text: '::192.0.2.1', version: 6, canonical: '::c000:201' },
  ])('understands $text as IPv$version $canonical', ({ text, version, canonical }) => {
    expect(parseIpAddress(text)).toMatchObject({ version, text: canonical });
  });

  it.each(['', 'unknown', '192.0.2.1:80', '[::1]', 'localhost', '192.0.2.1%eth0'])('refuses "%s"', (text) => {
    expect(parseIpAddress(text)).toBe(null);
  });
});
