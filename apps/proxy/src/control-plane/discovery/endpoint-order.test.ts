import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { authorityOf, orderAddresses, sameEndpoints } from './endpoint-order.ts';

it('orders addresses, IPv4 first, each once', () => {
  expect(orderAddresses(['::2', '10.0.0.9', '::1', '10.0.0.10', '10.0.0.9'])).toEqual([
    '10.0.0.10',
    '10.0.0.9',
    '::1',
    '::2',
  ]);
});

it('gives one order for every order that an answer may have', () => {
  const addresses = fc.array(fc.oneof(fc.ipV4(), fc.ipV6()), { maxLength: 20 });
  const shuffled = addresses.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  );
  fc.assert(
    fc.property(shuffled, ([list, other]) => {
      expect(orderAddresses(other)).toEqual(orderAddresses(list));
    }),
  );
});

it.each([
  { name: 'api.test', authority: 'api.test:80' },
  { name: 'api.test.', authority: 'api.test:80' },
  { name: '10.0.0.1', authority: '10.0.0.1:80' },
  { name: '::1', authority: '[::1]:80' },
])('calls $name on port 80 $authority', ({ name, authority }) => {
  expect(authorityOf(name, 80)).toBe(authority);
});

it('tells lists apart by every field of an endpoint, and by their length', () => {
  const endpoint = { address: '10.0.0.1', port: 80, weight: 1, backup: false, authority: 'a:80' };
  expect(sameEndpoints([endpoint], [{ ...endpoint }])).toBe(true);
  const others = [
    { address: '10.0.0.2' },
    { port: 81 },
    { weight: 2 },
    { backup: true },
    { authority: 'b:80' },
  ];
  for (const other of others) expect(sameEndpoints([endpoint], [{ ...endpoint, ...other }])).toBe(false);
  expect(sameEndpoints([endpoint], [])).toBe(false);
  expect(sameEndpoints([], [endpoint])).toBe(false);
});
