import { expect, it } from 'vitest';
import { address } from './address.ts';

it.each([
  ['an IPv4 address', '10.0.0.1', '10.0.0.1'],
  ['an IPv6 address', '::1', '::1'],
  ['an IPv6 address in brackets', '[::1]', '::1'],
  ['every address', '::', '::'],
  ['a name', 'Shop-1.Internal', 'shop-1.internal'],
  ['a name with an underscore, as container engines give them', 'my_shop', 'my_shop'],
  ['a name that ends in a dot, which it keeps', 'shop.svc.cluster.local.', 'shop.svc.cluster.local.'],
  ['an international name', 'bücher.example', 'xn--bcher-kva.example'],
])('takes %s', (_name, value, canonical) => {
  expect(address.parse(value)).toEqual({ ok: true, value: canonical });
});

const general = 'use letters, digits and hyphens in parts of 1 to 63 characters with dots between them';

it.each([
  ['numbers that are no address', '300.1.1.1', 'write four numbers from 0 to 255 with dots between them'],
  ['too few numbers', '10.0.1', 'write four numbers from 0 to 255 with dots between them'],
  ['a URL', 'http://x', 'leave out "http://": write the address alone, and the port under port'],
  ['a space', 'a b', 'remove the spaces'],
  ['an address with its port', '10.0.0.1:9090', 'write 10.0.0.1, and the port under port'],
  ['a name with its port', 'shop:80', 'write shop, and the port under port'],
  ['an IPv6 address with its port', '[::1]:80', 'write [::1], and the port under port'],
  ['a network', '10.0.0.0/24', 'write the address alone, without a path or a prefix length'],
  ['a star', '*', 'write 0.0.0.0 for every IPv4 address, :: for every address'],
  ['a zone', 'fe80::1%eth0', 'leave out the zone after "%"'],
  ['no characters', '', 'write an address such as 127.0.0.1'],
  ['strange characters', 'shop!', general],
  ['a number', 10, 'write the address in quotes'],
  ['nothing', undefined, 'write the address in quotes'],
])('refuses %s', (_name, value, fix) => {
  expect(address.parse(value)).toEqual({ ok: false, fix });
});
