import { describe, expect, it } from 'vitest';
import { turns } from '../data-plane/forwarding/upstream-client/testing/turns.ts';
import { configOf, controlOf, hosts, service } from './testing/control-scene.ts';

const byDns = { hosts: undefined, discovery: { type: 'dns', name: 'shop.internal.', port: 80 } };

describe('what operators set', () => {
  it('takes an endpoint out, and back in', () => {
    const { control, link } = controlOf(configOf([service('shop')]));
    expect(control.drain('shop', '10.0.0.2:80')).toBe('ok');
    expect(link.states('shop')['10.0.0.2']).toEqual({ drained: true });
    expect(control.service('shop')?.endpoints[1]).toMatchObject({
      address: '10.0.0.2:80',
      drained: true,
      overrides: { drained: true },
      availability: 'drained',
    });
    expect(control.undrain('shop', '10.0.0.2:80')).toBe('ok');
    expect(link.states('shop')['10.0.0.2']).toEqual({});
    expect(control.service('shop')?.endpoints[1]?.overrides).toEqual({});
  });

  it('weighs an endpoint differently, and as configured again', () => {
    const { control, link } = controlOf(configOf([service('shop')]));
    expect(control.setWeight('shop', '10.0.0.2:80', 7)).toBe('ok');
    expect(link.states('shop')['10.0.0.2']).toEqual({ weight: 7 });
    expect(control.service('shop')?.endpoints[1]).toMatchObject({
      weight: 7,
      configuredWeight: 1,
      overrides: { weight: 7 },
    });
    control.setWeight('shop', '10.0.0.2:80', null);
    expect(link.states('shop')['10.0.0.2']).toEqual({});
  });

  it('is refused for what does not exist', () => {
    const { control, link } = controlOf(configOf([service('shop')]));
    expect(control.drain('cart', '10.0.0.2:80')).toBe('no-service');
    expect(control.drain('shop', '10.0.0.9:80')).toBe('no-endpoint');
    expect(control.setWeight('shop', '10.0.0.9:80', 7)).toBe('no-endpoint');
    expect(control.inject('shop', { endpoint: '10.0.0.9:80', kind: 'hang' })).toBe('no-endpoint');
    expect(link.calls).toEqual([]);
    expect(link.faults).toEqual([]);
  });

  it('stays through another configuration of the service', async () => {
    const { control, link } = controlOf(configOf([service('shop')]));
    control.drain('shop', '10.0.0.2:80');
    control.setWeight('shop', '10.0.0.3:80', 7);
    await control.apply(configOf([service('shop', { timeouts: { idle: '7s' } })]));
    expect(link.calls.at(-1)).toBe('commit shop');
    expect(link.states('shop')).toEqual({
      '10.0.0.1': {},
      '10.0.0.2': { drained: true },
      '10.0.0.3': { weight: 7 },
    });
  });

  it('ends when the endpoint goes', async () => {
    const { control, link } = controlOf(configOf([service('shop')]));
    control.drain('shop', '10.0.0.3:80');
    await control.apply(configOf([service('shop', { hosts: hosts(2) })]));
    await control.apply(configOf([service('shop')]));
    expect(control.service('shop')?.endpoints[2]?.overrides).toEqual({});
    expect(link.calls.at(-1)).toBe('commit');
  });

  it('waits for a source that has not answered yet', async () => {
    const scene = controlOf(configOf([service('shop', byDns)]));
    const started = scene.control.start();
    await turns();
    scene.sources[0]?.answer('10.1.0.1', '10.1.0.2');
    await started;
    scene.control.drain('shop', '10.1.0.1:80');
    const elsewhere = { ...byDns, discovery: { ...byDns.discovery, servers: ['127.0.0.1:53'] } };
    const applied = scene.control.apply(configOf([service('shop', elsewhere)]));
    await turns();
    scene.sources[1]?.giveUp();
    await applied;
    scene.sources[1]?.answer('10.1.0.1', '10.1.0.2');
    expect(scene.link.states('shop')).toEqual({ '10.1.0.1': { drained: true }, '10.1.0.2': {} });
  });

  it('makes an endpoint fail', () => {
    const { control, link } = controlOf(configOf([service('shop')]));
    const fault = { endpoint: '10.0.0.1:80', kind: 'hang' } as const;
    expect(control.inject('shop', fault)).toBe('ok');
    expect(control.inject('shop', null)).toBe('ok');
    expect(link.faults).toEqual([fault, null]);
  });
});
