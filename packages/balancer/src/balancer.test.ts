import { describe, expect, it } from 'vitest';
import { count, endpointsOf, TestService } from '../testing/service.ts';
import type { Changes } from '../testing/service.ts';
import { createBalancer } from './balancer.ts';

/** `random` picks what the rules leave open in no fixed order, so that what is fixed here is the rules' doing. */
function serviceOf(...weights: readonly number[]) {
  return new TestService('random', weights);
}

describe('the order of endpoints in backoff', () => {
  it('is last: all of them are used when all are in it', () => {
    const service = serviceOf(1, 1, 1);
    for (const dead of ['a', 'b', 'c']) service.request(dead, 'connect-failure');
    const first = service.acquire();
    const second = service.acquire(first.endpoint);
    const third = service.acquire(first.endpoint, second.endpoint);
    const names = [first, second, third].map((lease) => lease.endpoint.name);
    expect(names.sort()).toEqual(['a:1', 'b:1', 'c:1']);
  });

  it('begins with the one whose backoff ends soonest', () => {
    const service = serviceOf(1, 1, 1);
    for (const dead of ['b', 'c', 'a']) {
      service.request(dead, 'connect-failure');
      service.clock.advance(10);
    }
    const order: string[] = [];
    const tried = [];
    for (let turn = 0; turn < 3; turn++) {
      const lease = service.acquire(...tried);
      order.push(lease.endpoint.name);
      tried.push(lease.endpoint);
      lease.release('connect-failure');
    }
    expect(order).toEqual(['b:1', 'c:1', 'a:1']);
  });

  it('begins with the one that has fewest requests in flight for its weight, so that one that hangs gets no pile', () => {
    const service = serviceOf(2, 1, 1);
    for (const dead of ['a', 'b', 'c']) service.request(dead, 'header-timeout');
    const picks = Array.from({ length: 8 }, () => service.acquire().endpoint.address).join('');
    expect(count(picks)).toEqual({ a: 4, b: 2, c: 2 });
  });
});

describe('a retry', () => {
  it.each(['gateway-failure', 'reset'] as const)(
    'goes to no endpoint whose last answer was a %s while there is another',
    (bad) => {
      const service = serviceOf(1, 1, 1, 1);
      service.request('b', bad);
      service.request('c', bad);
      const first = service.endpoint('a');
      const retries = Array.from({ length: 50 }, () => {
        const lease = service.acquire(first);
        lease.release('canceled');
        return lease.endpoint.address;
      });
      expect(new Set(retries)).toEqual(new Set(['d']));
    },
  );

  it('goes to one that answers badly when there is no other', () => {
    const service = serviceOf(1, 1, 1);
    for (const bad of ['a', 'b', 'c']) service.request(bad, 'reset');
    expect(service.acquire(service.endpoint('a'), service.endpoint('b')).endpoint.address).toBe('c');
  });

  it('goes to one that has answered well since', () => {
    const service = serviceOf(1, 1);
    service.request('b', 'reset');
    service.request('b', 'success');
    expect(service.acquire(service.endpoint('a')).endpoint.address).toBe('b');
  });

  it('leaves first tries where they were: they show when an endpoint is well again', () => {
    const service = serviceOf(1, 1);
    service.request('a', 'reset');
    const firsts = Array.from({ length: 50 }, () => service.acquire().endpoint.address);
    expect(new Set(firsts)).toEqual(new Set(['a', 'b']));
  });
});

describe('endpoints that answer badly', () => {
  it('are ordered last after so many bad answers in a row, each for itself, until one trial is answered well', () => {
    const service = new TestService('random', [1, 1, 1], 1, { badAnswersToBackOff: 3 });
    for (const bad of ['a', 'b'])
      for (let turn = 0; turn < 3; turn++) service.request(bad, 'gateway-failure');
    expect(service.picks(50)).toBe('c'.repeat(50));
    service.clock.advance(250);
    service.request('a', 'success');
    expect(service.endpoints.map(({ availability }) => availability)).toEqual([
      'available',
      'backoff',
      'available',
    ]);
  });

  it('are all used when all do', () => {
    const service = new TestService('random', [1, 1, 1], 1, { badAnswersToBackOff: 1 });
    for (const bad of ['a', 'b', 'c']) service.request(bad, 'gateway-failure');
    expect(count(service.pile(6))).toEqual({ a: 2, b: 2, c: 2 });
  });
});

describe('a trial', () => {
  it('goes to the first try of a request, never to a retry', () => {
    const service = serviceOf(1, 1, 1, 1);
    for (const dead of ['a', 'b', 'c']) service.request(dead, 'header-timeout');
    service.clock.advance(60_000);

    let lease = service.acquire();
    while (lease.endpoint.name === 'd:1') {
      lease.release('success');
      lease = service.acquire();
    }
    const retries = Array.from({ length: 50 }, () => service.acquire(lease.endpoint).endpoint.name);
    expect(new Set(retries)).toEqual(new Set(['d:1']));
  });

  it('keeps its endpoint last for all others while it lasts', () => {
    const service = serviceOf(1, 1);
    service.request('a', 'connect-failure');
    service.clock.advance(250);
    const trial = service.acquireFrom('a');
    expect(service.picks(50)).toBe('b'.repeat(50));
    trial.release('connect-failure');
    expect(service.picks(50)).toBe('b'.repeat(50));
    expect(service.endpoint('a').backoff).toMatchObject({ kind: 'waiting', periodMs: 500 });
  });

  it('ends with the head of the answer, however long the body takes', () => {
    const service = serviceOf(1, 1);
    service.request('a', 'connect-failure');
    service.clock.advance(250);
    const download = service.acquireFrom('a');
    download.answered();
    expect(service.endpoint('a').backoff).toEqual({ kind: 'ready' });
    expect(service.endpoint('a').inFlight).toBe(1);
    expect(Object.keys(count(service.picks(50))).sort()).toEqual(['a', 'b']);
  });
});

describe('a lease', () => {
  it('counts its first outcome and ignores the others', () => {
    const service = serviceOf(1, 1);
    const lease = service.acquireFrom('a');
    lease.release('canceled');
    lease.release('connect-failure');
    lease.answered();
    expect(service.endpoint('a')).toMatchObject({ inFlight: 0, backoff: { kind: 'ready' } });
  });
});

describe('when the next endpoint is available', () => {
  it('is at once while one is out of backoff', () => {
    const service = serviceOf(1, 1);
    service.request('a', 'connect-failure');
    expect(service.balancer.nextAvailableInMs()).toBe(0);
  });

  it('is when the first backoff ends', () => {
    const service = serviceOf(1, 1);
    service.request('a', 'connect-failure');
    service.clock.advance(100);
    service.request('b', 'connect-failure');
    expect(service.balancer.nextAvailableInMs()).toBe(150);
    service.clock.advance(1_000);
    expect(service.balancer.nextAvailableInMs()).toBe(0);
  });

  it('may be any moment during a trial', () => {
    const service = serviceOf(1);
    service.request('a', 'connect-failure');
    service.clock.advance(250);
    service.acquire();
    expect(service.balancer.nextAvailableInMs()).toBe(0);
  });
});

describe('an update', () => {
  it('keeps requests in flight and backoff of the endpoints that stay', () => {
    const service = serviceOf(1, 1, 1);
    const a = service.endpoint('a');
    service.request('a', 'connect-failure');
    service.acquireFrom('b');
    service.balancer.update(endpointsOf([1, 1]));
    expect(service.endpoint('a')).toBe(a);
    expect(a.backoff).toMatchObject({ kind: 'waiting' });
    expect(service.endpoint('b').inFlight).toBe(1);
    expect(service.picks(50)).toBe('b'.repeat(50));
  });

  it('sends nothing new to an endpoint that it took out, and its leases stay valid', () => {
    const service = serviceOf(1, 1);
    const lease = service.acquireFrom('a');
    service.balancer.update([{ address: 'b', port: 1 }]);
    expect(service.picks(50)).toBe('b'.repeat(50));
    lease.release('connect-failure');
    expect(lease.endpoint).toMatchObject({ draining: true, inFlight: 0 });
    expect(service.acquire().endpoint.name).toBe('b:1');
    expect(service.balancer.acquire(service.endpoints)).toBe('none');
  });

  it('applies new weights', () => {
    const service = new TestService('round-robin', [1, 1]);
    service.balancer.update(endpointsOf([3, 1]));
    expect(count(service.picks(400))).toEqual({ a: 300, b: 100 });
  });

  it('that changes nothing does not send round robin back to its start', () => {
    const service = new TestService('round-robin', [1, 1, 1, 1]);
    let picks = '';
    for (let round = 0; round < 8; round++) {
      picks += service.picks(1);
      service.balancer.update(endpointsOf([1, 1, 1, 1]));
    }
    expect(count(picks)).toEqual({ a: 2, b: 2, c: 2, d: 2 });
  });
});

describe('an update of flags alone', () => {
  it.each<{ name: string; changes: Changes }>([
    { name: 'health', changes: { a: { health: 'healthy' }, b: { health: 'unhealthy' } } },
    { name: 'ejections', changes: { b: { ejected: true } } },
    { name: 'drains', changes: { b: { drained: true } } },
  ])('does not send round robin back to its start: $name', ({ changes }) => {
    const service = new TestService('round-robin', [1, 1, 1, 1]);
    const first = service.picks(1);
    service.change(changes);
    const behind = 'abcd'.indexOf(first) + 1;
    const turns = 'abcdabcdabcd'.slice(behind).replaceAll('b', '');
    expect(service.picks(6)).toBe(turns.slice(0, 6));
  });

  it('in another order is no other list of endpoints to the policy', () => {
    const service = new TestService('round-robin', [1, 1, 1, 1]);
    let picks = '';
    for (let round = 0; round < 8; round++) {
      picks += service.picks(1);
      service.balancer.update(
        round % 2 === 0 ? endpointsOf([1, 1, 1, 1]).toReversed() : endpointsOf([1, 1, 1, 1]),
      );
    }
    expect(count(picks)).toEqual({ a: 2, b: 2, c: 2, d: 2 });
    service.balancer.update(endpointsOf([1, 1, 1, 1]).toReversed());
    expect(service.endpoints.map(({ address }) => address).join('')).toBe('dcba');
  });
});

describe('an update while requests are in flight', () => {
  it('leaves the bound of consistent hashing right, whoever went, came back or became a backup', () => {
    const service = new TestService('consistent-hash', [1, 1, 1, 1]);
    const leases = Array.from({ length: 40 }, () => service.acquire());
    service.balancer.update(endpointsOf([1, 1]));
    leases.splice(0, 10).forEach((lease) => lease.release('success'));
    service.balancer.update(endpointsOf([1, 1, 1, 1]));
    leases.splice(0, 10).forEach((lease) => lease.release('success'));
    service.change({ b: { backup: true } });
    leases.splice(0, 10).forEach((lease) => lease.release('success'));
    service.change({ b: { backup: false } });
    leases.forEach((lease) => lease.release('success'));

    for (let request = 1; request <= 40; request++) {
      expect(service.balancer.acquire([], 5)).toBeTypeOf('object');
      const loads = service.endpoints.map(({ inFlight }) => inFlight);
      expect(Math.max(...loads)).toBeLessThanOrEqual(Math.ceil((1.25 * request) / 4));
    }
    expect(service.endpoints.map(({ inFlight }) => inFlight).toSorted((a, b) => a - b)).toEqual([
      2, 12, 13, 13,
    ]);
  });
});

describe('an endpoint that says Retry-After', () => {
  it('is in backoff for so long, and others get its requests', () => {
    const service = new TestService('random', [1, 1]);
    const lease = service.acquireFrom('a');
    lease.retryAfter(5_000);
    lease.release('gateway-failure');
    expect(service.endpoint('a').availability).toBe('backoff');
    service.clock.advance(4_999);
    expect(service.picks(50)).toBe('b'.repeat(50));
    service.clock.advance(1);
    expect(service.picks(50)).toContain('a');
  });

  it('says nothing with a request that is over', () => {
    const service = new TestService('random', [1]);
    const lease = service.acquire();
    lease.release('gateway-failure');
    lease.retryAfter(5_000);
    expect(service.endpoint('a').availability).toBe('available');
  });
});

describe('the options', () => {
  const options = {
    endpoints: endpointsOf([1]),
    policy: 'random',
    clock: { now: () => 0 },
    random: () => 0,
  } as const;

  it.each([
    { name: 'a backoff of nothing', backoff: { baseMs: 0, maxMs: 10 } },
    { name: 'a backoff that falls', backoff: { baseMs: 100, maxMs: 99 } },
    { name: 'a backoff that is no number', backoff: { baseMs: 250, maxMs: Number.NaN } },
  ])('are refused with $name', ({ backoff }) => {
    expect(() => createBalancer({ ...options, backoff })).toThrow(RangeError);
  });

  it.each([
    { name: 'a slow start of nothing', bad: { slowStartMs: 0 } },
    { name: 'an endless slow start', bad: { slowStartMs: Infinity } },
    { name: 'a run of no bad answers', bad: { badAnswersToBackOff: 0 } },
    { name: 'no request in flight', bad: { maxInFlightPerEndpoint: 0 } },
    { name: 'a panic below nothing', bad: { panicThresholdPercent: -1 } },
    { name: 'a panic above everything', bad: { panicThresholdPercent: 101 } },
  ])('are refused with $name', ({ bad }) => {
    expect(() => createBalancer({ ...options, ...bad })).toThrow(RangeError);
  });

  it('may set the backoff', () => {
    const balancer = createBalancer({ ...options, backoff: { baseMs: 1_000, maxMs: 2_000 } });
    const lease = balancer.acquire([]);
    if (typeof lease !== 'string') lease.release('connect-failure');
    expect(balancer.endpoints[0]?.backoff).toMatchObject({
      kind: 'waiting',
      periodMs: 1_000,
      untilMs: 1_000,
    });
  });
});
