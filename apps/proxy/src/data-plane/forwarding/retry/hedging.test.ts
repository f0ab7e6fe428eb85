import { createBalancer } from '@hostler/balancer';
import type { Endpoint } from '@hostler/balancer';
import { FakeClock } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { Hedging } from './hedging.ts';
import type { HedgingOptions } from './hedging.ts';

function setUp(options: Partial<HedgingOptions> = {}) {
  const clock = new FakeClock();
  const hedging = new Hedging({
    after: 100,
    responseHeaderMs: 30_000,
    quantileMs: () => null,
    clock,
    ...options,
  });
  const { endpoints } = createBalancer({
    endpoints: [{ address: '127.0.0.1', port: 1 }],
    policy: 'random',
    clock,
    random: () => 0,
  });
  const endpoint = endpoints[0];
  if (endpoint === undefined) throw new Error('a balancer lost its endpoint');
  return { clock, hedging, endpoint };
}

/** Loses one attempt that took `ms`. */
function lose(hedging: Hedging, endpoint: Endpoint, clock: FakeClock, ms: number): string {
  const startedAt = clock.now();
  clock.advance(ms);
  return hedging.lost(endpoint, startedAt);
}

describe('the delay of a hedge', () => {
  it.each([
    { name: 'is the one that is set', after: 40 as const, p95: 900, expected: 40 },
    { name: "is the service's 95th percentile", after: 'p95' as const, p95: 900, expected: 900 },
    { name: 'is not known without one', after: 'p95' as const, p95: null, expected: null },
  ])('$name', ({ after, p95, expected }) => {
    const { hedging } = setUp({ after, quantileMs: (q) => (q === 0.95 ? p95 : null) });
    expect(hedging.delayMs).toBe(expected);
  });
});

describe('an endpoint that loses against hedges', () => {
  it('is not blamed for being slower now and then', () => {
    const { clock, hedging, endpoint } = setUp();
    for (let round = 0; round < 100; round++) {
      expect(lose(hedging, endpoint, clock, 1_000)).toBe('canceled');
      hedging.answered(endpoint);
    }
  });

  it('is blamed as for a timeout once it has been silent for `responseHeader`', () => {
    const { clock, hedging, endpoint } = setUp();
    const outcomes = [10_000, 10_000, 9_999, 1, 5].map((ms) => lose(hedging, endpoint, clock, ms));
    expect(outcomes).toEqual(['canceled', 'canceled', 'canceled', 'header-timeout', 'header-timeout']);
  });

  it('is blamed for the time in which it was asked, once, and not for the rest', () => {
    const { clock, hedging, endpoint } = setUp();
    const startedAt = clock.now();
    clock.advance(20_000);
    // Two attempts at the same time.
    expect([hedging.lost(endpoint, startedAt), hedging.lost(endpoint, startedAt)]).toEqual([
      'canceled',
      'canceled',
    ]);
    clock.advance(3_600_000);
    expect(lose(hedging, endpoint, clock, 9_999)).toBe('canceled');
    expect(lose(hedging, endpoint, clock, 1)).toBe('header-timeout');
  });

  it('begins anew once it answers', () => {
    const { clock, hedging, endpoint } = setUp();
    lose(hedging, endpoint, clock, 29_000);
    hedging.answered(endpoint);
    expect(lose(hedging, endpoint, clock, 29_000)).toBe('canceled');
  });

  it('is never blamed while there is no such timeout', () => {
    const { clock, hedging, endpoint } = setUp({ responseHeaderMs: null });
    expect([lose(hedging, endpoint, clock, 1e9), lose(hedging, endpoint, clock, 1e9)]).toEqual([
      'canceled',
      'canceled',
    ]);
  });
});
