import { FakeClock, seededRandom } from '@hostler/test-kit';
import { createBalancer } from '../src/balancer.ts';
import type { BalancerOptions } from '../src/balancer-options.ts';
import type { Balancer } from '../src/balancer.ts';
import type { Endpoint, EndpointOptions } from '../src/endpoint.ts';
import type { Lease } from '../src/lease.ts';
import type { Outcome } from '../src/outcome.ts';
import type { PolicyName } from '../src/policies/policies.ts';

export const policyNames: readonly PolicyName[] = [
  'random',
  'round-robin',
  'least-requests',
  'peak-ewma',
  'consistent-hash',
];

/** Endpoints `a:1`, `b:1`, ... with these weights. */
export function endpointsOf(weights: readonly number[]) {
  return weights.map((weight, index) => ({ address: String.fromCodePoint(97 + index), port: 1, weight }));
}

/** What a test changes of endpoints, by their letter. */
export type Changes = Readonly<Record<string, Partial<EndpointOptions>>>;

/** A service with one endpoint for each weight, and what tests do to it. */
export class TestService {
  readonly clock = new FakeClock(1_000);
  readonly balancer: Balancer;
  /** How often the balancer said that something may be acquired again. */
  freed = 0;
  #endpoints: readonly EndpointOptions[];

  constructor(
    policy: PolicyName,
    weights: readonly number[],
    seed = 1,
    options: Partial<BalancerOptions> = {},
    changes: Changes = {},
  ) {
    this.#endpoints = changed(endpointsOf(weights), changes);
    this.balancer = createBalancer({
      endpoints: this.#endpoints,
      policy,
      clock: this.clock,
      random: seededRandom(seed),
      onFree: () => {
        this.freed += 1;
      },
      ...options,
    });
  }

  /** Updates these endpoints and leaves the others as they are. */
  change(changes: Changes): void {
    this.#endpoints = changed(this.#endpoints, changes);
    this.balancer.update(this.#endpoints);
  }

  get endpoints(): readonly Endpoint[] {
    return this.balancer.endpoints;
  }

  endpoint(name: string): Endpoint {
    const endpoint = this.endpoints.find((candidate) => candidate.name === `${name}:1`);
    if (endpoint === undefined) throw new Error(`no endpoint ${name}`);
    return endpoint;
  }

  acquire(...tried: readonly Endpoint[]): Lease {
    const lease = this.balancer.acquire(tried);
    if (typeof lease === 'string') throw new Error(`no endpoint: ${lease}`);
    return lease;
  }

  /** A lease on this endpoint. */
  acquireFrom(name: string): Lease {
    const wanted = this.endpoint(name);
    return this.acquire(...this.endpoints.filter((endpoint) => endpoint !== wanted));
  }

  /** One request to this endpoint, over at once. */
  request(name: string, outcome: Outcome): void {
    this.acquireFrom(name).release(outcome);
  }

  /** The letters of the endpoints that so many requests went to that are all still in flight. */
  pile(requests: number): string {
    return Array.from({ length: requests }, () => this.acquire().endpoint.address).join('');
  }

  /** The letters of the endpoints that so many requests, one after the other, went to. */
  picks(requests: number): string {
    let letters = '';
    for (let request = 0; request < requests; request++) {
      const lease = this.acquire();
      letters += lease.endpoint.address;
      lease.release('success');
    }
    return letters;
  }
}

function changed(endpoints: readonly EndpointOptions[], changes: Changes): EndpointOptions[] {
  return endpoints.map((endpoint) => ({ ...endpoint, ...changes[endpoint.address] }));
}

/** How often each letter is in the text. */
export function count(letters: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const letter of letters) counts[letter] = (counts[letter] ?? 0) + 1;
  return counts;
}
