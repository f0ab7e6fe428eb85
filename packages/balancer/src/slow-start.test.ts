import { describe, expect, it } from 'vitest';
import { count, endpointsOf, TestService } from '../testing/service.ts';
import { SlowStart } from './slow-start.ts';

describe('a slow start', () => {
  it.each([
    { afterMs: 0, ramp: 0.05 },
    { afterMs: 1_000, ramp: 0.05 },
    { afterMs: 3_000, ramp: 0.1 },
    { afterMs: 15_000, ramp: 0.5 },
    { afterMs: 30_000, ramp: 1 },
    { afterMs: 90_000, ramp: 1 },
  ])('of 30 s gives $ramp after $afterMs ms', ({ afterMs, ramp }) => {
    const slowStart = new SlowStart(30_000);
    slowStart.begin(5_000);
    expect(slowStart.rampAt(5_000 + afterMs)).toBe(ramp);
  });

  it.each([
    { name: 'before it began', durationMs: 30_000, begins: false },
    { name: 'where there is none', durationMs: null, begins: true },
  ])('gives everything $name', ({ durationMs, begins }) => {
    const slowStart = new SlowStart(durationMs);
    if (begins) slowStart.begin(0);
    expect(slowStart.rampAt(0)).toBe(1);
  });
});

/** Three endpoints and a slow start of 10 s, at work since a request. */
function threeWithSlowStart(policy: 'random' | 'round-robin' = 'random') {
  const service = newWithSlowStart(policy);
  service.picks(1);
  return service;
}

/** The same before its first request. */
function newWithSlowStart(policy: 'random' | 'round-robin' = 'random') {
  return new TestService(policy, [1, 1, 1], 1, { slowStartMs: 10_000 });
}

describe('slow start', () => {
  it('is not for the endpoints that a service begins with', () => {
    expect(threeWithSlowStart().endpoints.map(({ ramp }) => ramp)).toEqual([1, 1, 1]);
  });

  it.each([
    {
      name: 'come in',
      arrive: (service: TestService) => service.balancer.update(endpointsOf([1, 1, 1, 1])),
    },
    {
      name: 'take the place of others',
      arrive: (service: TestService) => {
        service.balancer.update([]);
        service.balancer.update(endpointsOf([1, 1]));
      },
    },
    {
      name: 'come back',
      arrive: (service: TestService) => {
        service.change({ a: { ejected: true }, b: { health: 'unhealthy' }, c: { drained: true } });
        service.change({ a: { ejected: false }, b: { health: 'healthy' }, c: { drained: false } });
      },
    },
  ])('is not for those that $name before the first request: none of them is warm', ({ arrive }) => {
    const service = newWithSlowStart();
    arrive(service);
    expect(service.endpoints.map(({ ramp }) => ramp)).toEqual(service.endpoints.map(() => 1));
    service.picks(1);
    expect(service.endpoints.map(({ ramp }) => ramp)).toEqual(service.endpoints.map(() => 1));
  });

  it.each([
    {
      name: 'came in',
      arrive: (service: TestService) => service.balancer.update(endpointsOf([1, 1, 1, 1])),
      arrived: 'd',
    },
    {
      name: 'is no longer unhealthy',
      arrive: (service: TestService) => {
        service.change({ a: { health: 'unhealthy' } });
        service.change({ a: { health: 'healthy' } });
      },
      arrived: 'a',
    },
    {
      name: 'is no longer ejected',
      arrive: (service: TestService) => {
        service.change({ a: { ejected: true } });
        service.change({ a: { ejected: false } });
      },
      arrived: 'a',
    },
    {
      name: 'is no longer drained',
      arrive: (service: TestService) => {
        service.change({ a: { drained: true } });
        service.change({ a: { drained: false } });
      },
      arrived: 'a',
    },
    {
      name: 'was in backoff and failed a trial',
      arrive: (service: TestService) => {
        service.request('a', 'connect-failure');
        service.clock.advance(250);
        service.request('a', 'connect-failure');
        service.clock.advance(500);
        service.request('a', 'success');
      },
      arrived: 'a',
    },
  ])('is for one that $name', ({ arrive, arrived }) => {
    const service = threeWithSlowStart();
    arrive(service);
    expect(service.endpoint(arrived).ramp).toBe(0.05);
    const others = service.endpoints.filter(({ address }) => address !== arrived);
    expect(others.map(({ ramp }) => ramp)).toEqual(others.map(() => 1));
  });

  it.each([
    {
      name: 'came back with its first trial',
      arrive: (service: TestService) => {
        service.request('a', 'connect-failure');
        service.clock.advance(250);
        service.request('a', 'success');
      },
    },
    { name: 'got another weight', arrive: (service: TestService) => service.change({ a: { weight: 2 } }) },
    {
      name: 'is now known as healthy',
      arrive: (service: TestService) => service.change({ a: { health: 'healthy' } }),
    },
  ])('is not for one that $name', ({ arrive }) => {
    const service = threeWithSlowStart();
    arrive(service);
    expect(service.endpoint('a').ramp).toBe(1);
  });

  it.each([
    { policy: 'random', of: 'the share that it will have', shareOf: (a: number) => a / 3_000 },
    { policy: 'round-robin', of: 'what another one gets', shareOf: (a: number, b: number) => a / b },
  ] as const)('raises it in a line, under $policy as a part of $of', ({ policy, shareOf }) => {
    const service = threeWithSlowStart(policy);
    service.change({ a: { drained: true } });
    service.change({ a: { drained: false } });
    for (const ramp of [0.05, 0.25, 0.5, 0.75, 1]) {
      const { a = 0, b = 0 } = count(service.picks(9_000));
      expect(shareOf(a, b)).toBeGreaterThan(ramp - 0.05);
      expect(shareOf(a, b)).toBeLessThan(ramp + 0.05);
      service.clock.advance(2_500);
    }
  });

  it('keeps nobody from an endpoint when all others are gone', () => {
    const service = threeWithSlowStart();
    service.change({ a: { drained: true } });
    service.change({ a: { drained: false }, b: { drained: true }, c: { drained: true } });
    expect(service.picks(100)).toBe('a'.repeat(100));
  });

  it('of all endpoints at once leaves them their shares', () => {
    const service = threeWithSlowStart();
    service.balancer.update([]);
    service.balancer.update(endpointsOf([2, 1, 1]));
    const counts = count(service.picks(4_000));
    expect(counts['a']).toBeGreaterThan(1_850);
    expect(counts['a']).toBeLessThan(2_150);
  });

  it('brings the keys of an endpoint back one by one: none goes to and fro', () => {
    const service = new TestService('consistent-hash', [1, 1, 1], 1, { slowStartMs: 10_000 });
    const keys = Array.from({ length: 300 }, (_, key) => Math.imul(key, 0x9e37_79b1) >>> 0);
    const owners = () =>
      keys.map((key) => {
        const lease = service.balancer.acquire([], key);
        if (typeof lease === 'string') throw new Error(lease);
        lease.release('success');
        return lease.endpoint.address;
      });
    const own = owners();
    service.change({ a: { drained: true } });
    service.change({ a: { drained: false } });
    let before = owners();
    for (let second = 1; second <= 10; second++) {
      service.clock.advance(1_000);
      const now = owners();
      const back = [...keys.keys()].filter((index) => before[index] === own[index]);
      expect(back.map((index) => now[index])).toEqual(back.map((index) => own[index]));
      before = now;
    }
    expect(before).toEqual(own);
  });
});
