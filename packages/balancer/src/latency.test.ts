import { describe, expect, it } from 'vitest';
import { count, TestService } from '../testing/service.ts';
import type { Outcome } from './outcome.ts';

/** One request to this endpoint that takes so long to its head. */
function request(service: TestService, name: string, tookMs: number, outcome: Outcome = 'success'): void {
  const lease = service.acquireFrom(name);
  service.clock.advance(tookMs);
  if (outcome === 'success') lease.answered();
  lease.release(outcome);
}

describe('the latency that peak-ewma goes by', () => {
  it('is measured from the lease to the head, whatever the body takes', () => {
    const service = new TestService('peak-ewma', [1]);
    const lease = service.acquire();
    service.clock.advance(30);
    lease.answered();
    expect(service.endpoint('a').latencyMs).toBe(30);
    service.clock.advance(5_000);
    lease.release('success');
    expect(service.endpoint('a').latencyMs).toBeCloseTo(30 * Math.exp(-0.5), 9);
  });

  it('is measured to the end where no head was told', () => {
    const service = new TestService('peak-ewma', [1]);
    const lease = service.acquire();
    service.clock.advance(30);
    lease.release('success');
    expect(service.endpoint('a').latencyMs).toBe(30);
  });

  it.each<{ outcome: Outcome; expected: number | null }>([
    { outcome: 'success', expected: 20 },
    { outcome: 'error-status', expected: 20 },
    { outcome: 'gateway-failure', expected: 1_000 },
    { outcome: 'reset', expected: 1_000 },
    { outcome: 'connect-failure', expected: null },
    { outcome: 'header-timeout', expected: null },
    { outcome: 'canceled', expected: null },
  ])('is $expected after a first request that ended in $outcome after 20 ms', ({ outcome, expected }) => {
    const service = new TestService('peak-ewma', [1]);
    request(service, 'a', 20, outcome);
    expect(service.endpoint('a').latencyMs).toBe(expected);
  });

  it('is worse after a body that broke off, and not by the time that it took', () => {
    const service = new TestService('peak-ewma', [1]);
    const lease = service.acquire();
    service.clock.advance(20);
    lease.answered();
    service.clock.advance(10_000);
    lease.release('reset');
    expect(service.endpoint('a').latencyMs).toBeCloseTo((20 * 5) / Math.E, 9);
  });

  it('survives an update, also one of the weights', () => {
    const service = new TestService('peak-ewma', [1, 1]);
    request(service, 'a', 40);
    service.change({ b: { weight: 3 } });
    expect(service.endpoint('a').latencyMs).toBe(40);
  });

  it('is measured for no other policy', () => {
    const service = new TestService('least-requests', [1]);
    request(service, 'a', 20);
    expect(service.endpoint('a').latencyMs).toBeNull();
  });
});

describe('peak-ewma', () => {
  it('measures each endpoint once before it sends one a second request', () => {
    const service = new TestService('peak-ewma', [1, 1, 1, 1, 1]);
    for (const name of ['a', 'b', 'c', 'd']) request(service, name, 10);
    expect(service.acquire(...service.endpoints.slice(0, 3)).endpoint.name).toBe('e:1');
    // The one that is being measured waits for that.
    expect(service.acquire(...service.endpoints.slice(0, 3)).endpoint.name).toBe('d:1');
  });

  it('leaves the slow one of three', () => {
    const service = new TestService('peak-ewma', [1, 1, 1]);
    for (const name of ['a', 'b']) request(service, name, 10);
    request(service, 'c', 500);
    const picked = count(
      Array.from({ length: 300 }, () => {
        const lease = service.acquire();
        service.clock.advance(lease.endpoint.address === 'c' ? 500 : 10);
        lease.answered();
        lease.release('success');
        return lease.endpoint.address;
      }).join(''),
    );
    expect(picked['c'] ?? 0).toBeLessThan(6);
  });

  it('comes back to one that was slow once', () => {
    const service = new TestService('peak-ewma', [1, 1]);
    request(service, 'b', 1_000);
    const picked = Array.from({ length: 10_000 }, () => {
      const lease = service.acquire();
      service.clock.advance(10);
      lease.answered();
      lease.release('success');
      return lease.endpoint.address;
    }).join('');
    expect(picked.slice(0, 1_000)).not.toContain('b');
    expect(count(picked.slice(-4_000))['b']).toBeGreaterThan(1_500);
  });

  it('sends no more to one that fails at once, though nobody is faster', () => {
    const service = new TestService('peak-ewma', [1, 1]);
    request(service, 'a', 20);
    request(service, 'b', 1, 'gateway-failure');
    expect(service.picks(200)).toBe('a'.repeat(200));
  });
});
