import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { count, policyNames, TestService } from '../testing/service.ts';
import type { Endpoint } from './endpoint.ts';
import type { Outcome } from './outcome.ts';

const outcomes: readonly Outcome[] = [
  'success',
  'error-status',
  'gateway-failure',
  'reset',
  'connect-failure',
  'header-timeout',
  'canceled',
];

const anyOutcome = fc.constantFrom(...outcomes);
const anyWeights = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 });

describe.each(policyNames)('a service under %s', (policy) => {
  it('gives every endpoint exactly once to a request that fails everywhere, and then none', () => {
    fc.assert(
      fc.property(anyWeights, fc.integer(), anyOutcome, (weights, seed, outcome) => {
        const { balancer } = new TestService(policy, weights, seed);
        const tried: Endpoint[] = [];
        for (
          let lease = balancer.acquire(tried);
          lease !== 'none' && lease !== 'full';
          lease = balancer.acquire(tried)
        ) {
          tried.push(lease.endpoint);
          lease.release(outcome);
        }
        expect(tried).toHaveLength(weights.length);
        expect(new Set(tried)).toEqual(new Set(balancer.endpoints));
      }),
    );
  });

  it('has nothing to give without endpoints', () => {
    const { balancer } = new TestService(policy, []);
    expect(balancer.acquire([])).toBe('none');
    expect(balancer.nextAvailableInMs()).toBeNull();
  });

  it('uses all endpoints over time', () => {
    const service = new TestService(policy, [1, 2, 3, 1, 1]);
    expect(Object.keys(count(service.picks(1_000))).sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('shares requests that come one by one out by weight', () => {
    const counts = count(new TestService(policy, [5, 3, 2]).picks(10_000));
    expect(counts['a']).toBeGreaterThan(4_850);
    expect(counts['a']).toBeLessThan(5_150);
    expect(counts['b']).toBeGreaterThan(2_850);
    expect(counts['b']).toBeLessThan(3_150);
  });

  it('picks the same for the same randomness', () => {
    const picks = () => new TestService(policy, [3, 1, 1], 9).picks(50);
    expect(picks()).toBe(picks());
  });

  it('sends nothing to dead endpoints while one is left, but for a trial each a period', () => {
    const service = new TestService(policy, [1, 1, 1, 1, 1]);
    for (const dead of ['a', 'b', 'c', 'd']) service.request(dead, 'connect-failure');
    expect(service.picks(500)).toBe('e'.repeat(500));

    service.clock.advance(250);
    let trials = 0;
    for (let request = 0; request < 500; request++) {
      const lease = service.acquire();
      if (lease.endpoint.name === 'e:1') lease.release('success');
      else trials += 1;
    }
    expect(trials).toBe(4);
  });

  it('leaves the shares of the others as they are when one is dead', () => {
    const service = new TestService(policy, [4, 2, 2, 2]);
    service.request('b', 'connect-failure');
    const counts = count(service.picks(8_000));
    expect(counts['b']).toBeUndefined();
    expect(counts['a']).toBeGreaterThan(3_840);
    expect(counts['a']).toBeLessThan(4_160);
    // The one after the dead one gets no more than the other.
    expect(counts['c']).toBeGreaterThan(1_860);
    expect(counts['c']).toBeLessThan(2_140);
  });
});
