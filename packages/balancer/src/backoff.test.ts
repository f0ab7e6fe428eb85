import { describe, expect, it } from 'vitest';
import { Backoff } from './backoff.ts';
import type { BackoffTicket } from './backoff.ts';
import type { Outcome } from './outcome.ts';

/** A backoff on a clock of its own. */
function setUp() {
  const backoff = new Backoff({ baseMs: 250, maxMs: 10_000 });
  let nowMs = 0;
  return {
    backoff,
    waitMs: (ms: number) => {
      nowMs += ms;
    },
    begin: () => backoff.begin(nowMs),
    end: (ticket: BackoffTicket, outcome: Outcome) => {
      backoff.end(ticket, outcome, nowMs);
    },
    /** A whole request at this moment. */
    request: (outcome: Outcome) => {
      backoff.end(backoff.begin(nowMs), outcome, nowMs);
    },
    isDue: () => backoff.isDue(nowMs),
  };
}

const unreachable: readonly Outcome[] = ['connect-failure', 'header-timeout'];

describe('a ready endpoint', () => {
  it.each(unreachable)('waits 250 ms after a %s', (outcome) => {
    const { backoff, request } = setUp();
    request(outcome);
    expect(backoff.state).toEqual({ kind: 'waiting', periodMs: 250, untilMs: 250, failedTrials: 0 });
  });

  it.each<Outcome>(['success', 'error-status', 'gateway-failure', 'reset', 'canceled'])(
    'stays ready after a %s',
    (outcome) => {
      const { backoff, request } = setUp();
      request(outcome);
      expect(backoff.state).toEqual({ kind: 'ready' });
    },
  );
});

describe('an endpoint in backoff', () => {
  it('is due when its period is over, not before', () => {
    const { request, isDue, waitMs } = setUp();
    request('connect-failure');
    waitMs(249);
    expect(isDue()).toBe(false);
    waitMs(1);
    expect(isDue()).toBe(true);
  });

  it('doubles with each failed trial up to ten seconds', () => {
    const { backoff, request, waitMs } = setUp();
    const periodsMs: number[] = [];
    for (let trial = 0; trial < 8; trial++) {
      request('connect-failure');
      if (backoff.state.kind !== 'waiting') throw new Error(`got ${backoff.state.kind}`);
      periodsMs.push(backoff.state.periodMs);
      waitMs(backoff.state.periodMs);
    }
    expect(periodsMs).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  it('starts from 250 ms again after a success', () => {
    const { backoff, request, waitMs } = setUp();
    request('connect-failure');
    waitMs(250);
    request('connect-failure');
    waitMs(500);
    request('success');
    expect(backoff.state).toEqual({ kind: 'ready' });
    request('connect-failure');
    expect(backoff.state).toMatchObject({ periodMs: 250 });
  });

  it('is ready at once when a request that was sent there for want of a better one succeeds', () => {
    const { backoff, request, waitMs } = setUp();
    request('connect-failure');
    waitMs(10);
    request('success');
    expect(backoff.state).toEqual({ kind: 'ready' });
  });
});

describe('the trial', () => {
  it('is one request: those after it are none', () => {
    const { backoff, begin, request, waitMs, isDue } = setUp();
    request('connect-failure');
    waitMs(250);
    expect(begin().trial).toBe(true);
    expect(backoff.state).toEqual({ kind: 'trial', periodMs: 250, untilMs: 250, failedTrials: 0 });
    expect(isDue()).toBe(false);
    expect(begin().trial).toBe(false);
  });

  it('that is canceled leaves the next request to be one', () => {
    const { begin, end, request, waitMs, isDue } = setUp();
    request('connect-failure');
    waitMs(250);
    end(begin(), 'canceled');
    expect(isDue()).toBe(true);
    expect(begin().trial).toBe(true);
  });

  it('that is answered badly is repeated after a period of the same length', () => {
    const { backoff, begin, end, request, waitMs } = setUp();
    request('connect-failure');
    waitMs(250);
    const trial = begin();
    waitMs(5);
    end(trial, 'reset');
    expect(backoff.state).toEqual({ kind: 'waiting', periodMs: 250, untilMs: 505, failedTrials: 0 });
  });

  it('alone decides: the failure of another request meanwhile does not double', () => {
    const { backoff, begin, end, request, waitMs } = setUp();
    request('connect-failure');
    const other = begin();
    waitMs(250);
    const trial = begin();
    end(other, 'connect-failure');
    expect(backoff.state).toMatchObject({ kind: 'trial', periodMs: 250 });
    end(trial, 'connect-failure');
    expect(backoff.state).toMatchObject({ kind: 'waiting', periodMs: 500 });
  });
});

describe('with many requests in flight', () => {
  it('hundreds of failures are one period', () => {
    const { backoff, begin, end, waitMs } = setUp();
    const tickets = Array.from({ length: 300 }, begin);
    for (const ticket of tickets) {
      end(ticket, 'connect-failure');
      waitMs(1);
    }
    expect(backoff.state).toEqual({ kind: 'waiting', periodMs: 250, untilMs: 250, failedTrials: 0 });
  });

  it('failures during the period, of requests that began in it, do not lengthen it', () => {
    const { backoff, request, waitMs } = setUp();
    request('connect-failure');
    for (let count = 0; count < 100; count++) {
      waitMs(1);
      request('connect-failure');
    }
    expect(backoff.state).toEqual({ kind: 'waiting', periodMs: 250, untilMs: 250, failedTrials: 0 });
  });

  it('a request that began in the period and failed after it saves the trial', () => {
    const { backoff, begin, end, request, waitMs } = setUp();
    request('connect-failure');
    const slow = begin();
    waitMs(2_000);
    end(slow, 'connect-failure');
    expect(backoff.state).toEqual({ kind: 'waiting', periodMs: 500, untilMs: 2_500, failedTrials: 1 });
  });

  it('the late success of a request from before the failure does not bring the endpoint back', () => {
    const { backoff, begin, end, request, waitMs } = setUp();
    const download = begin();
    request('connect-failure');
    waitMs(100);
    end(download, 'success');
    expect(backoff.state).toMatchObject({ kind: 'waiting', periodMs: 250 });
  });

  it('the late failure of a request from before the recovery does not take the endpoint out again', () => {
    const { backoff, begin, end, request, waitMs } = setUp();
    const stuck = begin();
    request('header-timeout');
    waitMs(250);
    request('success');
    end(stuck, 'header-timeout');
    expect(backoff.state).toEqual({ kind: 'ready' });
  });

  it('the late outcome of a request from an earlier period does not touch a later one', () => {
    const { backoff, begin, end, request, waitMs } = setUp();
    request('connect-failure');
    const earlier = begin();
    waitMs(250);
    request('connect-failure');
    waitMs(500);
    end(earlier, 'connect-failure');
    expect(backoff.state).toEqual({ kind: 'waiting', periodMs: 500, untilMs: 750, failedTrials: 1 });
    end(earlier, 'success');
    expect(backoff.state).toEqual({ kind: 'waiting', periodMs: 500, untilMs: 750, failedTrials: 1 });
  });
});
