import { describe, expect, it } from 'vitest';
import { endpointsOf, TestService } from '../testing/service.ts';
import type { BalancerOptions } from './balancer-options.ts';

const slowly: Partial<BalancerOptions> = { slowStartMs: 10_000 };

/** A service after some requests, and one that takes its place with these weights. */
function replaced(work: (before: TestService) => void, weights: readonly number[] = [1, 1]): TestService {
  const before = new TestService('peak-ewma', [1, 1], 1, slowly);
  work(before);
  const after = new TestService('peak-ewma', weights, 1, { ...slowly, clock: before.clock });
  after.balancer.takeOver(before.balancer);
  return after;
}

describe('a balancer that takes over from another one', () => {
  it('leaves those in backoff there, with the period that they have come to', () => {
    const after = replaced((before) => {
      before.request('a', 'connect-failure');
      before.clock.advance(250);
      before.request('a', 'connect-failure');
    });
    expect(after.endpoint('a').backoff).toMatchObject({ kind: 'waiting', periodMs: 500 });
    expect(after.picks(20)).toBe('b'.repeat(20));
  });

  it('sends a trial of its own for one that is still out', () => {
    const after = replaced((before) => {
      before.request('a', 'connect-failure');
      before.clock.advance(250);
      before.acquireFrom('a');
    });
    expect(after.endpoint('a').backoff.kind).toBe('waiting');
    after.request('a', 'success');
    expect(after.endpoint('a').backoff.kind).toBe('ready');
  });

  it('hears nothing of the requests that the other one has in flight', () => {
    const before = new TestService('random', [1, 1]);
    const lease = before.acquireFrom('a');
    const after = new TestService('random', [1, 1]);
    after.balancer.takeOver(before.balancer);
    lease.release('connect-failure');
    expect(after.endpoint('a')).toMatchObject({ inFlight: 0, backoff: { kind: 'ready' } });
  });

  it('believes what was measured', () => {
    const after = replaced((before) => {
      const lease = before.acquireFrom('a');
      before.clock.advance(80);
      lease.release('success');
    });
    expect(after.endpoints.map(({ latencyMs }) => latencyMs)).toEqual([80, null]);
  });

  it('goes on with slow starts, and begins none for those that were there', () => {
    const after = replaced((before) => {
      before.picks(1);
      before.change({ a: { drained: true } });
      before.change({ a: { drained: false } });
      before.clock.advance(5_000);
    });
    expect(after.endpoints.map(({ ramp }) => ramp)).toEqual([0.5, 1]);
  });

  it('starts slowly with those that come with it', () => {
    const after = replaced((before) => before.picks(1), [1, 1, 1]);
    expect(after.endpoints.map(({ ramp }) => ramp)).toEqual([1, 1, 0.05]);
  });

  it('starts slowly with those that it brings back', () => {
    const after = replaced((before) => {
      before.picks(1);
      before.change({ a: { ejected: true } });
    });
    expect(after.endpoints.map(({ ramp }) => ramp)).toEqual([0.05, 1]);
  });

  it('starts slowly with nobody when the other one never was at work', () => {
    const after = replaced(() => {}, [1, 1, 1]);
    after.balancer.update(endpointsOf([1, 1, 1, 1]));
    expect(after.endpoints.map(({ ramp }) => ramp)).toEqual([1, 1, 1, 1]);
  });

  it('is at work as the other one was: who comes later starts slowly', () => {
    const after = replaced((before) => before.picks(1));
    after.balancer.update(endpointsOf([1, 1, 1]));
    expect(after.endpoints.map(({ ramp }) => ramp)).toEqual([1, 1, 0.05]);
  });
});
