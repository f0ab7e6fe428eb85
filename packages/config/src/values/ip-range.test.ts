import { expect, it } from 'vitest';
import { ipRange } from './ip-range.ts';

it.each(['10.0.0.1', '10.1.2.0/24', '0.0.0.0/0', '::1', '2001:db8::/32', '::/0', '10.1.2.3/24'])(
  'takes %s',
  (value) => {
    expect(ipRange.parse(value)).toEqual({ ok: true, value });
  },
);

it.each([
  ['an IPv4 prefix that is too long', '10.0.0.0/33', 'write a prefix length from 0 to 32 after "/"'],
  ['an IPv6 prefix that is too long', '::/129', 'write a prefix length from 0 to 128 after "/"'],
  ['half a network', '10.0.0.0/', 'write a prefix length from 0 to 32 after "/"'],
  ['a name', 'cloudflare', 'write the addresses of the load balancer in front, such as 10.1.2.0/24'],
  [
    'numbers that are no address',
    '300.1.1.1',
    'write an IPv4 or IPv6 address, and after "/" a prefix length if it is a network',
  ],
  [
    'a zone',
    'fe80::1%eth0',
    'write an IPv4 or IPv6 address, and after "/" a prefix length if it is a network',
  ],
  ['a number', 10, 'write the address in quotes'],
])('refuses %s', (_name, value, fix) => {
  expect(ipRange.parse(value)).toEqual({ ok: false, fix });
});
