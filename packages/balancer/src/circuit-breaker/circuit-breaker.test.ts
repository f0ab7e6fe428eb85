import { describe, expect, it } from 'vitest';
import { CircuitBreaker } from './circuit-breaker.ts';
import type { CircuitBreakerTicket } from './circuit-breaker.ts';

const options = { failureRatePercent: 50, minRequests: 20, windowMs: 10_000, openMs: 5_000, trials: 3 };

/** A breaker on a clock of its own. */
function setUp() {
  const breaker = new CircuitBreaker(options);
  let nowMs = 0;
  const enter = (): CircuitBreakerTicket => {
    const ticket = breaker.enter(nowMs);
    if (ticket === 'refused') throw new Error(`refused while ${breaker.state.kind}`);
    return ticket;
  };
  const end = (ticket: CircuitBreakerTicket, ok: boolean | null): void => {
    breaker.ended(ticket, ok, nowMs);
  };
  const requests = (count: number, ok: boolean | null): void => {
    for (let request = 0; request < count; request++) end(enter(), ok);
  };
  return {
    breaker,
    enter,
    end,
    requests,
    isRefused: () => breaker.enter(nowMs) === 'refused',
    retryAfterMs: () => breaker.retryAfterMs(nowMs),
    waitMs: (ms: number) => {
      nowMs += ms;
    },
    trip: () => {
      requests(20, false);
    },
  };
}

describe('a closed breaker', () => {
  it('lets requests through, and there is nothing to wait for', () => {
    const { breaker, enter, retryAfterMs } = setUp();
    expect(enter()).toEqual({ kind: 'closed' });
    expect(breaker.state).toEqual({ kind: 'closed' });
    expect(retryAfterMs()).toBe(0);
  });

  it('stays closed with too few requests, all failed', () => {
    const { breaker, requests } = setUp();
    requests(19, false);
    expect(breaker.state).toEqual({ kind: 'closed' });
  });

  it('opens with the request that makes them enough', () => {
    const { breaker, requests } = setUp();
    requests(20, false);
    expect(breaker.state).toEqual({ kind: 'open', periodMs: 5_000, untilMs: 5_000 });
  });

  it.each([
    { name: 'opens when half of them failed', ok: 10, failed: 10, kind: 'open' },
    { name: 'stays closed below that', ok: 11, failed: 10, kind: 'closed' },
  ])('$name', ({ ok, failed, kind }) => {
    const { breaker, requests } = setUp();
    requests(ok, true);
    requests(failed, false);
    expect(breaker.state.kind).toBe(kind);
  });

  it('does not open on a success, even when that makes the requests enough', () => {
    const { breaker, requests } = setUp();
    requests(19, false);
    requests(1, true);
    expect(breaker.state.kind).toBe('closed');
    requests(1, false);
    expect(breaker.state.kind).toBe('open');
  });

  it('does not count a result that says nothing', () => {
    const { breaker, requests } = setUp();
    requests(19, false);
    requests(100, null);
    expect(breaker.state.kind).toBe('closed');
    requests(1, false);
    expect(breaker.state.kind).toBe('open');
  });

  it('does not add failures up over two windows', () => {
    const { breaker, requests, waitMs } = setUp();
    requests(19, false);
    waitMs(10_000);
    requests(19, false);
    expect(breaker.state.kind).toBe('closed');
  });
});

describe('an open breaker', () => {
  it('refuses until its time is over, and says how long that is', () => {
    const { trip, isRefused, retryAfterMs, waitMs } = setUp();
    trip();
    expect(retryAfterMs()).toBe(5_000);
    waitMs(4_999);
    expect(isRefused()).toBe(true);
    expect(retryAfterMs()).toBe(1);
    waitMs(1);
    expect(retryAfterMs()).toBe(0);
    expect(isRefused()).toBe(false);
  });

  it('does not hear results of requests from before', () => {
    const { breaker, enter, end, trip } = setUp();
    const slow = Array.from({ length: 100 }, enter);
    trip();
    for (const ticket of slow) end(ticket, true);
    expect(breaker.state).toEqual({ kind: 'open', periodMs: 5_000, untilMs: 5_000 });
  });
});

describe('a half-open breaker', () => {
  function halfOpen() {
    const set = setUp();
    set.trip();
    set.waitMs(5_000);
    return set;
  }

  it('lets exactly as many requests through as it has trials', () => {
    const { breaker, enter, isRefused } = halfOpen();
    expect([enter(), enter(), enter()].map(({ kind }) => kind)).toEqual(['trial', 'trial', 'trial']);
    expect(isRefused()).toBe(true);
    expect(breaker.state).toEqual({ kind: 'half-open', periodMs: 5_000, inFlight: 3, passed: 0 });
  });

  it('does not let more through because one did well', () => {
    const { breaker, enter, end, isRefused } = halfOpen();
    const first = enter();
    enter();
    enter();
    end(first, true);
    expect(isRefused()).toBe(true);
    expect(breaker.state).toEqual({ kind: 'half-open', periodMs: 5_000, inFlight: 2, passed: 1 });
  });

  it('closes when all did well, also one after the other', () => {
    const { breaker, requests } = halfOpen();
    requests(3, true);
    expect(breaker.state).toEqual({ kind: 'closed' });
  });

  it('opens for twice as long when one failed', () => {
    const { breaker, enter, end } = halfOpen();
    const tickets = [enter(), enter(), enter()] as const;
    end(tickets[0], true);
    end(tickets[1], false);
    expect(breaker.state).toEqual({ kind: 'open', periodMs: 10_000, untilMs: 15_000 });
    end(tickets[2], true);
    expect(breaker.state).toEqual({ kind: 'open', periodMs: 10_000, untilMs: 15_000 });
  });

  it('gives the place of a trial that says nothing to another request', () => {
    const { breaker, enter, end, isRefused } = halfOpen();
    const aborted = enter();
    enter();
    enter();
    end(aborted, null);
    expect(breaker.state).toEqual({ kind: 'half-open', periodMs: 5_000, inFlight: 2, passed: 0 });
    expect(enter().kind).toBe('trial');
    expect(isRefused()).toBe(true);
  });

  it('does not hear results of requests from when it was closed', () => {
    const set = setUp();
    const slow = Array.from({ length: 10 }, set.enter);
    set.trip();
    set.waitMs(5_000);
    const trial = set.enter();
    for (const ticket of slow) set.end(ticket, false);
    expect(set.breaker.state).toEqual({ kind: 'half-open', periodMs: 5_000, inFlight: 1, passed: 0 });
    set.end(trial, true);
    expect(set.breaker.state).toMatchObject({ inFlight: 0, passed: 1 });
  });

  it('does not hear trials of an earlier round', () => {
    const { breaker, enter, end, waitMs } = halfOpen();
    const late = enter();
    end(enter(), false);
    waitMs(10_000);
    enter();
    end(late, false);
    end(late, true);
    expect(breaker.state).toEqual({ kind: 'half-open', periodMs: 10_000, inFlight: 1, passed: 0 });
  });
});

describe('a breaker that tries again and again', () => {
  it('doubles up to eight times, and starts from the first length after it was closed', () => {
    const { breaker, requests, trip, waitMs } = setUp();
    trip();
    const periodsMs: number[] = [];
    for (let round = 0; round < 6; round++) {
      if (breaker.state.kind !== 'open') throw new Error(`got ${breaker.state.kind}`);
      periodsMs.push(breaker.state.periodMs);
      waitMs(breaker.state.periodMs);
      requests(1, false);
    }
    expect(periodsMs).toEqual([5_000, 10_000, 20_000, 40_000, 40_000, 40_000]);
    waitMs(40_000);
    requests(3, true);
    trip();
    expect(breaker.state).toMatchObject({ kind: 'open', periodMs: 5_000 });
  });

  it('remembers no failure from before it was open', () => {
    const { breaker, requests, trip, waitMs } = setUp();
    trip();
    waitMs(5_000);
    requests(3, true);
    requests(19, false);
    expect(breaker.state).toEqual({ kind: 'closed' });
  });
});
