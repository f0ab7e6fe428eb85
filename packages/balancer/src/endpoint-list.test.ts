import { describe, expect, it } from 'vitest';
import { toEndpointSettings } from './endpoint-list.ts';

const plain = { backup: false, health: 'unknown', ejected: false, drained: false };

describe('a list of endpoints', () => {
  it('keeps its order, and an endpoint without a weight has 1', () => {
    expect(
      toEndpointSettings([
        { address: 'b', port: 2 },
        { address: 'a', port: 1, weight: 3 },
      ]),
    ).toEqual([
      { ...plain, name: 'b:2', authority: 'b:2', address: 'b', port: 2, weight: 1 },
      { ...plain, name: 'a:1', authority: 'a:1', address: 'a', port: 1, weight: 3 },
    ]);
  });

  it('adds the weights of an endpoint that it holds twice', () => {
    const settings = toEndpointSettings([
      { address: 'a', port: 1, weight: 2 },
      { address: 'a', port: 2 },
      { address: 'a', port: 1 },
    ]);
    expect(settings.map(({ name, weight }) => [name, weight])).toEqual([
      ['a:1', 3],
      ['a:2', 1],
    ]);
  });

  it('takes an endpoint that it holds twice for a backup if both are, and for out if one is', () => {
    const a = { address: 'a', port: 1, authority: 'first:1' };
    const [settings] = toEndpointSettings([
      { ...a, backup: true, ejected: true },
      { ...a, authority: 'second:1', drained: true },
    ]);
    expect(settings).toMatchObject({ backup: false, ejected: true, drained: true, authority: 'first:1' });
    expect(
      toEndpointSettings([
        { ...a, backup: true },
        { ...a, backup: true },
      ]),
    ).toMatchObject([{ backup: true }]);
  });

  it.each([
    { name: 'port 0', port: 0, weight: 1, message: 'endpoint a:0: got port 0, expected 1 to 65535' },
    { name: 'a port above 65535', port: 65_536, weight: 1, message: 'got port 65536' },
    { name: 'half a port', port: 80.5, weight: 1, message: 'got port 80.5' },
    {
      name: 'weight 0',
      port: 80,
      weight: 0,
      message: 'endpoint a:80: got weight 0, expected a number above 0',
    },
    { name: 'a negative weight', port: 80, weight: -1, message: 'got weight -1' },
    { name: 'an infinite weight', port: 80, weight: Infinity, message: 'got weight Infinity' },
    { name: 'a weight that is no number', port: 80, weight: Number.NaN, message: 'got weight NaN' },
  ])('is refused with $name', ({ port, weight, message }) => {
    expect(() => toEndpointSettings([{ address: 'a', port, weight }])).toThrow(message);
  });
});
