import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endpointsOf, policyNames, TestService } from '../testing/service.ts';
import type { Lease } from './lease.ts';
import type { Outcome } from './outcome.ts';
import type { PolicyName } from './policies/policies.ts';

const anyWeights = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 });
const anyOutcome = fc.constantFrom<Outcome>(
  'success',
  'connect-failure',
  'header-timeout',
  'gateway-failure',
  'reset',
  'error-status',
  'canceled',
);

type Step =
  | { readonly do: 'acquire'; readonly triedCount: number }
  | { readonly do: 'release'; readonly lease: number; readonly outcome: Outcome }
  | { readonly do: 'answer'; readonly lease: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'update'; readonly weights: readonly number[] };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('acquire' as const), triedCount: fc.nat(3) }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('release' as const), lease: fc.nat(), outcome: anyOutcome }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('answer' as const), lease: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 999 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('update' as const), weights: anyWeights }) },
);

/** A service beside a plain list of the leases that are out. */
class Ledger {
  readonly #service: TestService;
  readonly #leases: Lease[] = [];
  readonly #out = new Set<Lease>();

  constructor(policy: PolicyName, weights: readonly number[]) {
    this.#service = new TestService(policy, weights);
  }

  take(step: Step): void {
    const { balancer, clock } = this.#service;
    switch (step.do) {
      case 'acquire': {
        const lease = balancer.acquire(balancer.endpoints.slice(0, step.triedCount));
        if (typeof lease === 'string') break;
        this.#leases.push(lease);
        this.#out.add(lease);
        break;
      }
      case 'release': {
        // Now and then one that is released already, which must not count.
        const lease = this.#leases[step.lease % this.#leases.length];
        lease?.release(step.outcome);
        if (lease !== undefined) this.#out.delete(lease);
        break;
      }
      case 'answer':
        this.#leases[step.lease % this.#leases.length]?.answered();
        break;
      case 'wait':
        clock.advance(step.ms);
        break;
      case 'update':
        balancer.update(endpointsOf(step.weights));
        break;
    }
  }

  /** What every endpoint ever seen says of itself. */
  claims(): string[] {
    return this.#endpoints().map(({ name, inFlight, draining }) => `${name} ${inFlight} ${draining}`);
  }

  /** What it should say, by the leases that are out and the list of endpoints. */
  truth(): string[] {
    return this.#endpoints().map((endpoint) => {
      const inFlight = [...this.#out].filter((lease) => lease.endpoint === endpoint).length;
      return `${endpoint.name} ${inFlight} ${!this.#service.endpoints.includes(endpoint)}`;
    });
  }

  #endpoints() {
    return [...new Set([...this.#service.endpoints, ...this.#leases.map((lease) => lease.endpoint)])];
  }
}

describe('requests in flight', () => {
  it.each(policyNames)('are counted right under %s, whatever happens in whatever order', (policy) => {
    fc.assert(
      fc.property(anyWeights, fc.array(anyStep, { maxLength: 100 }), (weights, steps) => {
        const ledger = new Ledger(policy, weights);
        for (const step of steps) {
          ledger.take(step);
          expect(ledger.claims()).toEqual(ledger.truth());
        }
      }),
    );
  });
});
