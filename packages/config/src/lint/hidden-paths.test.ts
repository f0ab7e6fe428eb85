import { expect, it } from 'vitest';
import { serviceOfItsOwn, warningLines, withServices } from '../test-support.ts';

const assets = serviceOfItsOwn('assets', "domain: '*.example.com', path: /assets");

it('tells once of a path below a wildcard that hosts of their own give to other services', () => {
  const text = withServices(
    assets,
    serviceOfItsOwn('shop', 'domain: shop.example.com'),
    serviceOfItsOwn('cart', 'domain: cart.example.com'),
  );
  expect(warningLines(text)).toEqual([
    'f:3:78 proxy.services[0].domain: service "assets" does not get *.example.com/assets for shop.example.com, ' +
      'a more specific host with routes of its own. ' +
      'Fix: add shop.example.com to the domains of this route if it should',
  ]);
});

it('tells of it below a longer wildcard too', () => {
  const text = withServices(assets, serviceOfItsOwn('shop', "domain: '*.shop.example.com'"));
  expect(warningLines(text)).toEqual([
    expect.stringContaining('for *.shop.example.com, a more specific host'),
  ]);
});

it.each([
  [
    'the same service takes it there',
    serviceOfItsOwn(
      'assets',
      "routes: [{domain: '*.example.com', path: /a}, {domain: shop.example.com, path: /a}]",
    ),
    serviceOfItsOwn('shop', 'domain: shop.example.com'),
  ],
  ['the host is not below the wildcard', assets, serviceOfItsOwn('shop', 'domain: example.com')],
  [
    'the wildcard takes everything',
    serviceOfItsOwn('tenants', "domain: '*.example.com'"),
    serviceOfItsOwn('shop', 'domain: shop.example.com'),
  ],
  [
    'one host has a longer and a shorter path',
    serviceOfItsOwn('api', 'domain: shop.example.com, path: /api'),
    serviceOfItsOwn('v1', 'domain: shop.example.com, path: /api/v1'),
  ],
])('says nothing where %s', (_name, one, other) => {
  expect(warningLines(withServices(one, other))).toEqual([]);
});
