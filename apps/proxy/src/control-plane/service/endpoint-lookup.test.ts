import { describe, expect, it } from 'vitest';
import { ScriptedSource, configOf, service } from '../testing/control-scene.ts';
import { EndpointLookup } from './endpoint-lookup.ts';

function lookupOf(settings: object, source: ScriptedSource | null = null): EndpointLookup {
  const [config] = configOf([service('shop', settings)]).services;
  if (config === undefined) throw new Error('the configuration has no service');
  return new EndpointLookup(config, source);
}

describe('a lookup without a source', () => {
  it('has the endpoints of the configuration, for good', () => {
    const hosts = [
      { address: '10.0.0.1', port: 80, weight: 3 },
      { address: '::1', port: 81, backup: true },
    ];
    const lookup = lookupOf({ hosts });
    expect(lookup.endpoints).toEqual([
      {
        name: '10.0.0.1:80',
        address: '10.0.0.1',
        port: 80,
        weight: 3,
        backup: false,
        authority: '10.0.0.1:80',
      },
      { name: '[::1]:81', address: '::1', port: 81, weight: 1, backup: true, authority: '[::1]:81' },
    ]);
    expect(lookup).toMatchObject({ isStatic: true, isComplete: true, status: null });
    expect(lookup.start()).toBe(null);
  });
});

describe('a lookup with a source', () => {
  const settings = { hosts: [{ address: 'a.internal', port: 80 }] };

  it('has the names of the configuration until there is an answer, and is told of each', () => {
    const source = new ScriptedSource();
    const lookup = lookupOf(settings, source);
    let changes = 0;
    lookup.onChange = () => (changes += 1);
    void lookup.start();
    expect([...lookup.names]).toEqual(['a.internal:80']);
    expect(lookup.isComplete).toBe(false);
    source.answer('10.0.0.1', '10.0.0.2');
    expect([...lookup.names]).toEqual(['10.0.0.1:80', '10.0.0.2:80']);
    expect(lookup.isComplete).toBe(true);
    expect(changes).toBe(1);
  });

  it('adds the weights of what is listed twice', () => {
    const source = new ScriptedSource();
    const lookup = lookupOf(settings, source);
    void lookup.start();
    source.answer('10.0.0.1', '10.0.0.2', '10.0.0.1');
    expect(lookup.endpoints.map(({ name, weight }) => [name, weight])).toEqual([
      ['10.0.0.1:80', 2],
      ['10.0.0.2:80', 1],
    ]);
  });

  it('hears nothing more once it is closed', () => {
    const source = new ScriptedSource();
    const lookup = lookupOf(settings, source);
    let changes = 0;
    lookup.onChange = () => (changes += 1);
    void lookup.start();
    lookup.close();
    source.answer('10.0.0.1');
    expect(changes).toBe(0);
    expect(source.isClosed).toBe(true);
  });
});
