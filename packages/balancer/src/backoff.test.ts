import { describe, expect, it } from 'vitest';
import { Backoff } from './backoff.ts';
import type { BackoffTicket } from './backoff.ts';
import type { Outcome } from './outcome.ts';

/** A backoff on a clock of its own. */
function setUp(badAnswers: number | null = null) {
  const backoff = new Backoff({ baseMs: 250, maxMs: 10_000, badAnswers });
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
    wait: (ticket: BackoffTicket, ms: number) => {
      backoff.wait(ticket, ms, nowMs);
    },
    /** A whole request at this moment. */
    request: (outcome: Outcome) => backoff.end(backoff.begin(nowMs), outcome, nowMs),
    isDue: () => backoff.isDue(nowMs),
  };
}

const unreachable: readonly Outcome[] = ['connect-failure', 'header-timeout'];

describe('a ready endpoint', () => {
  it.each(unreachable)('waits 250 ms after a %s', (outcome) => {
    const { backoff, request } = setUp();
    request(outcome);
    expect(backoff.state).toMatchObject({ kind: 'waiting', periodMs: 250, untilMs: 250 });
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

describe('a run of bad answers', () => {
  it.each<{ name: string; outcomes: Outcome[]; kind: string }>([
    { name: 'of five starts a period', outcomes: Array<Outcome>(5).fill('gateway-failure'), kind: 'waiting' },
    { name: 'of four does not', outcomes: Array<Outcome>(4).fill('reset'), kind: 'ready' },
    {
      name: 'may be of both kinds',
      outcomes: ['reset', 'gateway-failure', 'reset', 'gateway-failure', 'reset'],
      kind: 'waiting',
    },
    {
      name: 'ends with a good one',
      outcomes: ['reset', 'reset', 'reset', 'reset', 'success', 'reset'],
      kind: 'ready',
    },
    {
      name: 'ends with an error of the application',
      outcomes: ['reset', 'reset', 'reset', 'reset', 'error-status', 'reset'],
      kind: 'ready',
    },
    {
      name: 'goes on after a request that we gave up',
      outcomes: ['reset', 'reset', 'canceled', 'reset', 'reset', 'reset'],
      kind: 'waiting',
    },
  ])('$name', ({ outcomes, kind }) => {
    const { backoff, request } = setUp(5);
    for (const outcome of outcomes) request(outcome);
    expect(backoff.state.kind).toBe(kind);
  });

  it('goes on with a trial that is answered badly too: the period doubles', () => {
    const { backoff, request, waitMs } = setUp(2);
    request('gateway-failure');
    request('gateway-failure');
    expect(backoff.state).toMatchObject({ kind: 'waiting', periodMs: 250 });
    waitMs(250);
    request('gateway-failure');
    expect(backoff.state).toMatchObject({ kind: 'waiting', periodMs: 500, untilMs: 750 });
  });

  it('is one period, however many were in flight', () => {
    const { backoff, begin, end } = setUp(2);
    for (const ticket of Array.from({ length: 10 }, () => begin())) end(ticket, 'gateway-failure');
    expect(backoff.state).toMatchObject({ kind: 'waiting', periodMs: 250 });
  });

  it('begins at nothing after a good trial', () => {
    const { backoff, request, waitMs } = setUp(2);
    request('reset');
    request('reset');
    waitMs(250);
    request('success');
    request('reset');
    expect(backoff.state.kind).toBe('ready');
  });
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

describe('an endpoint that comes back', () => {
  it.each([
    { name: 'hardly away when the first trial succeeds', failedTrials: 0, verdict: 'back' },
    { name: 'back from an outage when a trial had failed', failedTrials: 1, verdict: 'back-from-outage' },
    { name: 'back from an outage after many failed', failedTrials: 7, verdict: 'back-from-outage' },
  ])('was $name', ({ failedTrials, verdict }) => {
    const { request, waitMs } = setUp();
    request('connect-failure');
    for (let trial = 0; trial < failedTrials; trial++) {
      waitMs(10_000);
      expect(request('connect-failure')).toBe('unchanged');
    }
    waitMs(10_000);
    expect(request('error-status')).toBe(verdict);
    expect(request('success')).toBe('unchanged');
  });
});

describe('an endpoint that asks to be left alone', () => {
  it('is in backoff for as long as it asked, then has a trial', () => {
    const { backoff, begin, wait, waitMs, isDue } = setUp();
    wait(begin(), 3_000);
    expect(backoff.state).toMatchObject({ kind: 'waiting', periodMs: 250, untilMs: 3_000 });
    waitMs(2_999);
    expect(isDue()).toBe(false);
    waitMs(1);
    expect(isDue()).toBe(true);
  });

  it('gets a minute at most', () => {
    const { backoff, begin, wait } = setUp();
    wait(begin(), 3_600_000);
    expect(backoff.state).toMatchObject({ untilMs: 60_000 });
  });

  it.each([0, -1, Number.NaN])('is asked on when it asks for %d ms', (ms) => {
    const { backoff, begin, wait } = setUp();
    wait(begin(), ms);
    expect(backoff.state).toEqual({ kind: 'ready' });
  });

  it('is told once by hundreds of requests that were told so together', () => {
    const { backoff, begin, end, wait, waitMs } = setUp();
    const tickets = Array.from({ length: 300 }, begin);
    for (const ticket of tickets) {
      wait(ticket, 1_000);
      end(ticket, 'gateway-failure');
      waitMs(1);
    }
    expect(backoff.state).toMatchObject({ kind: 'waiting', untilMs: 1_000 });
  });

  it('does not get a shorter period than it has', () => {
    const { backoff, begin, request, wait } = setUp();
    request('connect-failure');
    wait(begin(), 100);
    expect(backoff.state).toMatchObject({ kind: 'waiting', untilMs: 250 });
  });

  it('is doubled from 250 ms when the trial after it fails', () => {
    const { backoff, begin, request, wait, waitMs } = setUp();
    wait(begin(), 3_000);
    waitMs(3_000);
    request('connect-failure');
    expect(backoff.state).toMatchObject({ kind: 'waiting', periodMs: 500, untilMs: 3_500 });
  });

  it('with the answer to its trial waits from then on, and is no further trial', () => {
    const { backoff, begin, end, request, wait, waitMs } = setUp();
    request('connect-failure');
    waitMs(250);
    const trial = begin();
    wait(trial, 2_000);
    end(trial, 'gateway-failure');
    expect(backoff.state).toMatchObject({ kind: 'waiting', periodMs: 250, untilMs: 2_250 });
  });
});

describe('the trial', () => {
  it('is one request: those after it are none', () => {
    const { backoff, begin, request, waitMs, isDue } = setUp();
    request('connect-failure');
    waitMs(250);
    expect(begin().trial).toBe(true);
    expect(backoff.state).toMatchObject({ kind: 'trial', periodMs: 250, untilMs: 250 });
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
    expect(backoff.state).toMatchObject({ kind: 'waiting', periodMs: 250, untilMs: 505 });
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
    expect(backoff.state).toMatchObject({ kind: 'waiting', periodMs: 250, untilMs: 250 });
  });

  it('failures during the period, of requests that began in it, do not lengthen it', () => {
    const { backoff, request, waitMs } = setUp();
    request('connect-failure');
    for (let count = 0; count < 100; count++) {
      waitMs(1);
      request('connect-failure');
    }
    expect(backoff.state).toMatchObject({ kind: 'waiting', periodMs: 250, untilMs: 250 });
  });

  it('a request that began in the period and failed after it saves the trial', () => {
    const { backoff, begin, end, request, waitMs } = setUp();
    request('connect-failure');
    const slow = begin();
    waitMs(2_000);
    end(slow, 'connect-failure');
    expect(backoff.state).toMatchObject({ kind: 'waiting', periodMs: 500, untilMs: 2_500 });
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
    expect(backoff.state).toMatchObject({ kind: 'waiting', periodMs: 500, untilMs: 750 });
    end(earlier, 'success');
    expect(backoff.state).toMatchObject({ kind: 'waiting', periodMs: 500, untilMs: 750 });
  });
});
