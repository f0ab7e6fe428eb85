import { FakeClock } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { EndpointSet } from './endpoint-set.ts';
import type { Replacement } from './endpoint-set.ts';

const a = { address: 'a', port: 1 };
const b = { address: 'b', port: 1 };
const c = { address: 'c', port: 1 };

function setOf(...endpoints: Parameters<EndpointSet['replace']>[0]) {
  const set = new EndpointSet({
    backoff: { baseMs: 250, maxMs: 10_000 },
    slowStartMs: null,
    maxInFlight: Infinity,
    measuresLatency: false,
    clock: new FakeClock(),
    panic: { on: false },
  });
  set.replace(endpoints);
  return set;
}

function find(set: EndpointSet, name: string) {
  const endpoint = set.current.find((candidate) => candidate.name === name);
  if (endpoint === undefined) throw new Error(`no endpoint ${name}`);
  return endpoint;
}

function names({ change }: Replacement) {
  return {
    added: change.added.map((endpoint) => endpoint.name),
    removed: change.removed.map((endpoint) => endpoint.name),
    reweighted: change.reweighted.map((endpoint) => endpoint.name),
  };
}

describe('replacing the endpoints', () => {
  it('tells what came, what went and what has another weight', () => {
    const set = setOf(a, b);
    expect(names(set.replace([{ ...b, weight: 5 }, c]))).toEqual({
      added: ['c:1'],
      removed: ['a:1'],
      reweighted: ['b:1'],
    });
    expect(set.current.map(({ name, weight }) => [name, weight])).toEqual([
      ['b:1', 5],
      ['c:1', 1],
    ]);
  });

  it('keeps the object of an endpoint that stays', () => {
    const set = setOf(a, b);
    const before = find(set, 'b:1');
    set.replace([c, b]);
    expect(find(set, 'b:1')).toBe(before);
  });

  it('reports nothing when nothing changed', () => {
    expect(names(setOf(a, b).replace([b, a]))).toEqual({ added: [], removed: [], reweighted: [] });
  });

  it('changes nothing when one of the new ones is refused', () => {
    const set = setOf(a, b);
    expect(() => set.replace([c, { ...a, port: 0 }])).toThrow(RangeError);
    expect(set.current.map(({ name }) => name)).toEqual(['a:1', 'b:1']);
  });
});

describe('an endpoint that was taken out', () => {
  it('drains', () => {
    const set = setOf(a, b);
    const endpoint = find(set, 'a:1');
    set.replace([b]);
    expect(endpoint.draining).toBe(true);
    expect(set.current).not.toContain(endpoint);
  });

  it('is the same one, and no longer draining, when it comes back with requests in flight', () => {
    const set = setOf(a, b);
    const endpoint = find(set, 'a:1');
    endpoint.begin(0);
    set.replace([b]);
    expect(names(set.replace([{ ...a, weight: 2 }, b]))).toEqual({
      added: ['a:1'],
      removed: [],
      reweighted: [],
    });
    expect(find(set, 'a:1')).toBe(endpoint);
    expect(endpoint).toMatchObject({ draining: false, inFlight: 1, weight: 2 });
  });

  it('is listed as draining until its last request has ended', () => {
    const set = setOf(a, b);
    const endpoint = find(set, 'a:1');
    endpoint.begin(0);
    set.replace([]);
    expect(set.draining).toEqual([endpoint]);
    endpoint.inFlight -= 1;
    set.forgetIfDrained(endpoint);
    expect(set.draining).toEqual([]);
  });

  it('is another one when it comes back after its last request', () => {
    const set = setOf(a, b);
    const endpoint = find(set, 'a:1');
    endpoint.begin(0);
    set.replace([b]);
    endpoint.inFlight -= 1;
    set.forgetIfDrained(endpoint);
    set.replace([a, b]);
    expect(find(set, 'a:1')).not.toBe(endpoint);
  });
});
