import { describe, expect, it } from 'vitest';
import { explain, outcomeOf, outcomeOfStatus } from './classify.ts';
import type { AttemptFailure } from './upstream-client/index.ts';

const refused: AttemptFailure = { stage: 'not-sent', code: 'connection_refused', detail: 'ECONNREFUSED' };
const timedOut: AttemptFailure = { stage: 'not-sent', code: 'connection_timeout', detail: '2000 ms' };
const reset: AttemptFailure = { stage: 'sent', code: 'connection_terminated', detail: 'ECONNRESET' };
const silent: AttemptFailure = { stage: 'sent', code: 'http_response_timeout', detail: '30000 ms' };

describe('what a failure means for its endpoint', () => {
  it.each([
    { name: 'not reached', failure: refused, outcome: 'connect-failure' },
    { name: 'not reached in time', failure: timedOut, outcome: 'connect-failure' },
    { name: 'silent', failure: silent, outcome: 'header-timeout' },
    { name: 'reset', failure: reset, outcome: 'reset' },
  ])('$name: $outcome', ({ failure, outcome }) => {
    expect(outcomeOf(failure)).toBe(outcome);
  });
});

describe('what a status means for its endpoint', () => {
  it.each([
    { status: 200, retriable: false, outcome: 'success' },
    { status: 404, retriable: false, outcome: 'success' },
    { status: 429, retriable: true, outcome: 'gateway-failure' },
    { status: 500, retriable: false, outcome: 'error-status' },
    { status: 500, retriable: true, outcome: 'gateway-failure' },
    { status: 501, retriable: false, outcome: 'error-status' },
    { status: 502, retriable: false, outcome: 'gateway-failure' },
    { status: 504, retriable: false, outcome: 'gateway-failure' },
    { status: 505, retriable: false, outcome: 'error-status' },
  ])('$status, retriable $retriable: $outcome', ({ status, retriable, outcome }) => {
    expect(outcomeOfStatus(status, retriable)).toBe(outcome);
  });
});

describe('what a client is told', () => {
  it.each([
    { name: 'no endpoint at all', last: null, sent: null, tried: 0, code: 'destination_unavailable' },
    { name: 'the only endpoint refuses', last: refused, sent: null, tried: 1, code: 'connection_refused' },
    { name: 'all of several refuse', last: refused, sent: null, tried: 3, code: 'destination_unavailable' },
    { name: 'several, and time is up', last: timedOut, sent: null, tried: 3, code: 'connection_timeout' },
    {
      name: 'one was reached and reset',
      last: refused,
      sent: reset,
      tried: 3,
      code: 'connection_terminated',
    },
  ])('$name: $code', ({ last, sent, tried, code }) => {
    expect(explain(last, sent, tried).code).toBe(code);
  });
});
