import { describe, expect, it } from 'vitest';
import { endpointName } from './endpoint.ts';

describe("an endpoint's name", () => {
  it.each([
    { name: 'an IPv4 address', address: '10.0.0.1', expected: '10.0.0.1:9090' },
    { name: 'an IPv6 address', address: '2001:db8::1', expected: '[2001:db8::1]:9090' },
    { name: 'a host name', address: 'cart.internal', expected: 'cart.internal:9090' },
  ])('is address:port for $name', ({ address, expected }) => {
    expect(endpointName(address, 9_090)).toBe(expected);
  });
});
