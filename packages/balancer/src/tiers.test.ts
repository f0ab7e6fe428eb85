import { describe, expect, it } from 'vitest';
import { count, policyNames, TestService } from '../testing/service.ts';
import type { Changes } from '../testing/service.ts';
import type { BalancerOptions } from './balancer-options.ts';
import type { PolicyName } from './policies/policies.ts';

/** Primaries a and b, backups x and y. */
function service(policy: PolicyName = 'random', options: Partial<BalancerOptions> = {}) {
  return new TestService(policy, [1, 1, 1, 1], 1, options, { c: { backup: true }, d: { backup: true } });
}

function used(testService: TestService): string {
  return Object.keys(count(testService.picks(100)))
    .sort()
    .join('');
}

describe.each(policyNames)('backups under %s', (policy) => {
  it('get nothing while a primary is available', () => {
    const testService = service(policy);
    testService.request('a', 'connect-failure');
    expect(used(testService)).toBe('b');
  });

  it.each<{ name: string; changes: Changes }>([
    { name: 'unhealthy', changes: { a: { health: 'unhealthy' }, b: { health: 'unhealthy' } } },
    { name: 'ejected', changes: { a: { ejected: true }, b: { ejected: true } } },
    { name: 'drained', changes: { a: { drained: true }, b: { drained: true } } },
  ])('share everything out when all primaries are $name', ({ changes }) => {
    const testService = service(policy);
    testService.change(changes);
    expect(used(testService)).toBe('cd');
    testService.change({ a: { health: 'healthy', ejected: false, drained: false } });
    expect(used(testService)).toBe('a');
  });

  it('get everything but the trials when all primaries are in backoff', () => {
    const testService = service(policy);
    testService.request('a', 'connect-failure');
    testService.request('b', 'connect-failure');
    expect(used(testService)).toBe('cd');
    testService.clock.advance(250);
    expect(used(testService)).toBe('ab');
  });

  it('get the retry of a request that tried all primaries', () => {
    const testService = service(policy);
    const [a, b] = testService.endpoints;
    if (a === undefined || b === undefined) throw new Error('no primaries');
    expect(['c', 'd']).toContain(testService.acquire(a, b).endpoint.address);
  });

  it('get nothing when the primaries are merely full', () => {
    const testService = service(policy, { maxInFlightPerEndpoint: 2 });
    expect(count(testService.pile(4))).toEqual({ a: 2, b: 2 });
    expect(testService.balancer.acquire([])).toBe('full');
  });
});

describe('when nothing is available', () => {
  it('primaries in backoff come before backups in backoff', () => {
    const testService = service();
    for (const dead of ['c', 'a', 'b', 'd']) testService.request(dead, 'connect-failure');
    const order: string[] = [];
    const tried = [];
    for (let turn = 0; turn < 4; turn++) {
      const { endpoint } = testService.acquire(...tried);
      order.push(endpoint.address);
      tried.push(endpoint);
    }
    expect(order.slice(0, 2).sort()).toEqual(['a', 'b']);
    expect(order.slice(2).sort()).toEqual(['c', 'd']);
  });

  it.each<{ name: string; changes: Changes }>([
    { name: 'unhealthy', changes: { a: { health: 'unhealthy' } } },
    { name: 'unhealthy and ejected', changes: { a: { health: 'unhealthy', ejected: true } } },
    { name: 'drained', changes: { a: { drained: true } } },
    { name: 'drained and ejected', changes: { a: { drained: true, ejected: true } } },
  ])('an endpoint that is $name is not used', ({ changes }) => {
    const testService = new TestService('random', [1], 1, {}, changes);
    expect(testService.balancer.acquire([])).toBe('none');
    expect(testService.balancer.hasOther([])).toBe(false);
    expect(testService.balancer.nextAvailableInMs()).toBeNull();
  });
});

describe('an ejected endpoint', () => {
  it('is used when all others are gone: it may be well by now', () => {
    const testService = new TestService('random', [1, 1, 1], 1, {}, { a: { ejected: true } });
    testService.change({ b: { health: 'unhealthy' }, c: { drained: true } });
    expect(used(testService)).toBe('a');
    expect(testService.balancer.hasOther([])).toBe(true);
  });

  it('comes after one in backoff, and gets the retry of a request that could not reach it', () => {
    const testService = new TestService('random', [1, 1], 1, {}, { a: { ejected: true } });
    testService.request('b', 'connect-failure');
    const first = testService.acquire().endpoint;
    expect(first.address).toBe('b');
    expect(testService.balancer.hasOther([first])).toBe(true);
    expect(testService.acquire(first).endpoint.address).toBe('a');
  });

  it('gets no retry while another one is there', () => {
    const testService = new TestService('random', [1, 1, 1], 1, {}, { a: { ejected: true } });
    const first = testService.acquire().endpoint;
    expect(['b', 'c']).toContain(first.address);
    expect(['b', 'c']).toContain(testService.acquire(first).endpoint.address);
  });

  it('is one that is waited for when it is full', () => {
    const testService = new TestService(
      'random',
      [1],
      1,
      { maxInFlightPerEndpoint: 1 },
      { a: { ejected: true } },
    );
    testService.acquire();
    expect(testService.balancer.acquire([])).toBe('full');
  });
});

describe('the requests in flight of an endpoint', () => {
  const limited = (weights: readonly number[]) =>
    new TestService('random', weights, 1, { maxInFlightPerEndpoint: 3 });

  it('are never more than the limit, and a request more is told so', () => {
    const testService = limited([5, 1]);
    expect(count(testService.pile(6))).toEqual({ a: 3, b: 3 });
    expect(testService.balancer.acquire([])).toBe('full');
    expect(testService.endpoints.map(({ availability }) => availability)).toEqual(['full', 'full']);
  });

  it('make room as they end, and it is said', () => {
    const testService = limited([1]);
    const [first] = [testService.acquire(), testService.acquire(), testService.acquire()];
    first.release('success');
    expect(testService.freed).toBe(1);
    expect(testService.endpoint('a').availability).toBe('available');
    testService.acquire().release('success');
    expect(testService.freed).toBe(2);
  });

  it('are waited for rather than tried where nobody answers', () => {
    const testService = limited([1, 1]);
    testService.request('a', 'connect-failure');
    expect(testService.pile(3)).toBe('bbb');
    expect(testService.balancer.acquire([])).toBe('full');
  });

  it('count for one in backoff too', () => {
    const testService = limited([1]);
    testService.request('a', 'header-timeout');
    testService.pile(3);
    expect(testService.balancer.acquire([])).toBe('full');
  });

  it('leave nothing to wait for to a request that tried the full one', () => {
    const testService = limited([1]);
    testService.pile(3);
    expect(testService.balancer.acquire(testService.endpoints)).toBe('none');
    expect(testService.balancer.hasOther(testService.endpoints)).toBe(false);
    expect(testService.balancer.hasOther([])).toBe(true);
  });
});

describe('that something may be acquired again', () => {
  it.each<{
    name: string;
    out: (testService: TestService) => void;
    back: (testService: TestService) => void;
  }>([
    {
      name: 'an endpoint ends its backoff',
      out: (testService) => testService.request('a', 'connect-failure'),
      back: (testService) => testService.request('a', 'success'),
    },
    {
      name: 'an endpoint is healthy again',
      out: (testService) => testService.change({ a: { health: 'unhealthy' } }),
      back: (testService) => testService.change({ a: { health: 'healthy' } }),
    },
    {
      name: 'an endpoint comes in',
      out: (testService) => testService.balancer.update([]),
      back: (testService) => testService.balancer.update([{ address: 'a', port: 1 }]),
    },
  ])('is said when $name, and only then', ({ out, back }) => {
    const testService = new TestService('random', [1]);
    out(testService);
    expect(testService.freed).toBe(0);
    back(testService);
    expect(testService.freed).toBe(1);
  });

  it('is not said by each of the requests that end', () => {
    const testService = new TestService('random', [1, 1], 1, { maxInFlightPerEndpoint: 100 });
    testService.picks(50);
    expect(testService.freed).toBe(0);
  });
});

describe('the preferred endpoint', () => {
  const preferring = (name: string, changes: Changes = {}, tried: readonly string[] = []) => {
    const testService = new TestService('round-robin', [1, 1, 1], 1, { maxInFlightPerEndpoint: 5 }, changes);
    const leases = Array.from({ length: 4 }, () =>
      testService.balancer.acquire(
        tried.map((letter) => testService.endpoint(letter)),
        null,
        name,
      ),
    );
    return leases.map((lease) => (typeof lease === 'string' ? lease : lease.endpoint.address)).join('');
  };

  it('is used whatever the policy says', () => {
    expect(preferring('b:1')).toBe('bbbb');
  });

  it.each([
    { name: 'is not there', preferred: 'z:1', changes: {} },
    { name: 'is unhealthy', preferred: 'b:1', changes: { b: { health: 'unhealthy' } as const } },
    { name: 'is drained', preferred: 'b:1', changes: { b: { drained: true } } },
  ])('is left to the policy when it $name', ({ preferred, changes }) => {
    expect(preferring(preferred, changes)).toMatch(changes.b === undefined ? /^[abc]{4}$/ : /^[ac]{4}$/);
  });

  it('is not used again by a request that tried it', () => {
    expect(preferring('b:1', {}, ['b'])).toMatch(/^[ac]{4}$/);
  });

  it('is left when it is full or in backoff', () => {
    const testService = new TestService('random', [1, 1], 1, { maxInFlightPerEndpoint: 1 });
    const acquire = () => {
      const lease = testService.balancer.acquire([], null, 'a:1');
      if (typeof lease === 'string') throw new Error(lease);
      return lease;
    };
    const first = acquire();
    expect(acquire().endpoint.address).toBe('b');
    first.release('connect-failure');
    expect(testService.balancer.acquire([], null, 'a:1')).toBe('full');
  });
});
