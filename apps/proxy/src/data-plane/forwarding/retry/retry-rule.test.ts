import { describe, expect, it } from 'vitest';
import type { AttemptErrorCode } from '../upstream-client/attempt.ts';
import { RetryRule } from './retry-rule.ts';
import type { RetryReason, RetryRuleOptions, RetryState, RetryVerdict } from './retry-rule.ts';

const defaults = ['connect-failure', 'reset', 'response-timeout', 502, 503] as const;

/** A GET without a body whose first attempt has ended. */
const firstAttempt: RetryState = {
  committed: false,
  idempotent: true,
  replayable: true,
  attempts: 1,
  freshUsed: false,
  othersLeft: true,
};

const notSent: RetryReason = {
  kind: 'failure',
  failure: { stage: 'not-sent', code: 'connection_refused' },
  facts: { reusedSocket: false, responseStarted: false },
};
const reset: RetryReason = {
  kind: 'failure',
  failure: { stage: 'sent', code: 'connection_terminated' },
  facts: { reusedSocket: false, responseStarted: false },
};
const reusedReset: RetryReason = { ...reset, facts: { reusedSocket: true, responseStarted: false } };
const silence: RetryReason = { ...reset, failure: { stage: 'sent', code: 'http_response_timeout' } };
const unavailable: RetryReason = { kind: 'status', status: 503 };

/** Decides, and says whether the budget was asked. */
function decide(
  reason: RetryReason,
  state: Partial<RetryState> = {},
  options: Partial<RetryRuleOptions> & { readonly budgetLeft?: boolean } = {},
): { readonly verdict: RetryVerdict; readonly spent: boolean } {
  let spent = false;
  const rule = new RetryRule({
    attempts: 3,
    retryOn: defaults,
    random: () => 0.5,
    budget: {
      tryWithdraw: () => {
        spent = true;
        return options.budgetLeft ?? true;
      },
    },
    ...options,
  });
  return { verdict: rule.decide(reason, { ...firstAttempt, ...state }), spent };
}

const atOnce: RetryVerdict = { retry: 'other-endpoint', delayMs: 0 };
const afterJitter: RetryVerdict = { retry: 'other-endpoint', delayMs: 12.5 };
const onFreshConnection: RetryVerdict = { retry: 'same-endpoint-fresh-connection' };

function refused(refusal: Extract<RetryVerdict, { retry: 'none' }>['refusal']): RetryVerdict {
  return { retry: 'none', refusal };
}

describe('a request that was not sent', () => {
  it.each<{ name: string; state: Partial<RetryState>; expected: RetryVerdict }>([
    { name: 'GET', state: {}, expected: atOnce },
    { name: 'POST', state: { idempotent: false }, expected: atOnce },
    { name: 'request that has used its attempts', state: { attempts: 3 }, expected: atOnce },
    {
      name: 'request that was tried everywhere',
      state: { othersLeft: false },
      expected: refused('no-endpoint-left'),
    },
    {
      name: 'request of which an earlier attempt took a large body',
      state: { attempts: 1, replayable: false },
      expected: refused('body-too-large'),
    },
    { name: 'committed request', state: { committed: true }, expected: refused('committed') },
  ])('goes to another endpoint at once and for free, or not at all: $name', ({ state, expected }) => {
    expect(decide(notSent, { attempts: 0, ...state })).toEqual({ verdict: expected, spent: false });
  });

  it.each<AttemptErrorCode>([
    'dns_error',
    'connection_refused',
    'destination_ip_unroutable',
    'connection_timeout',
    'connection_terminated',
  ])('is a connect failure whatever kept it from being sent: %s', (code) => {
    const reason: RetryReason = { ...notSent, failure: { stage: 'not-sent', code } };
    expect(decide(reason, { attempts: 0 }).verdict).toEqual(atOnce);
    expect(decide(reason, { attempts: 0 }, { retryOn: ['reset', 'response-timeout'] }).verdict).toEqual(
      refused('not-retriable'),
    );
  });

  it('goes to another endpoint also where `attempts: 1` forbids to repeat what was sent', () => {
    expect(decide(notSent, { attempts: 0 }, { attempts: 1 }).verdict).toEqual(atOnce);
  });
});

describe.each([
  { name: 'reset', reason: reset },
  { name: 'silence', reason: silence },
  { name: 'a 503', reason: unavailable },
])('after $name', ({ reason }) => {
  it.each<{ name: string; state: Partial<RetryState>; expected: RetryVerdict }>([
    { name: 'the first attempt', state: {}, expected: afterJitter },
    {
      name: 'the second attempt',
      state: { attempts: 2 },
      expected: { retry: 'other-endpoint', delayMs: 25 },
    },
    { name: 'an attempt after the free retry', state: { freshUsed: true }, expected: afterJitter },
  ])(
    'an idempotent request is sent to another endpoint, paid from the budget: $name',
    ({ state, expected }) => {
      expect(decide(reason, state)).toEqual({ verdict: expected, spent: true });
    },
  );

  it.each<{ name: string; state: Partial<RetryState>; expected: RetryVerdict }>([
    { name: 'the last attempt', state: { attempts: 3 }, expected: refused('attempts') },
    { name: 'a POST', state: { idempotent: false }, expected: refused('not-idempotent') },
    { name: 'a large body', state: { replayable: false }, expected: refused('body-too-large') },
    { name: 'no endpoint left', state: { othersLeft: false }, expected: refused('no-endpoint-left') },
    { name: 'a committed response', state: { committed: true }, expected: refused('committed') },
  ])('nothing is repeated and nothing is spent for $name', ({ state, expected }) => {
    expect(decide(reason, state)).toEqual({ verdict: expected, spent: false });
  });

  it('nothing is repeated without a budget', () => {
    expect(decide(reason, {}, { budgetLeft: false })).toEqual({ verdict: refused('budget'), spent: true });
  });

  it('nothing is repeated when `retryOn` does not name it', () => {
    expect(decide(reason, {}, { retryOn: ['connect-failure'] })).toEqual({
      verdict: refused('not-retriable'),
      spent: false,
    });
  });

  it('nothing is repeated with `attempts: 1`', () => {
    expect(decide(reason, {}, { attempts: 1 }).verdict).toEqual(refused('attempts'));
  });
});

describe('what `retryOn` calls a failure after something was sent', () => {
  it.each<{ code: AttemptErrorCode; condition: 'reset' | 'response-timeout' }>([
    { code: 'connection_terminated', condition: 'reset' },
    { code: 'http_response_incomplete', condition: 'reset' },
    { code: 'http_protocol_error', condition: 'reset' },
    { code: 'connection_refused', condition: 'reset' },
    { code: 'destination_ip_unroutable', condition: 'reset' },
    { code: 'dns_error', condition: 'reset' },
    { code: 'connection_timeout', condition: 'response-timeout' },
    { code: 'connection_read_timeout', condition: 'response-timeout' },
    { code: 'connection_write_timeout', condition: 'response-timeout' },
    { code: 'http_response_timeout', condition: 'response-timeout' },
  ])('$code is $condition', ({ code, condition }) => {
    const reason: RetryReason = { ...reset, failure: { stage: 'sent', code } };
    const other = condition === 'reset' ? 'response-timeout' : 'reset';
    expect(decide(reason, {}, { retryOn: [condition] }).verdict).toEqual(afterJitter);
    expect(decide(reason, {}, { retryOn: [other] }).verdict).toEqual(refused('not-retriable'));
  });

  it('is the same for a response that broke off before the client had any of it', () => {
    const reason: RetryReason = {
      ...reset,
      failure: { stage: 'streaming', code: 'http_response_incomplete' },
    };
    expect(decide(reason).verdict).toEqual(afterJitter);
    expect(decide(reason, { committed: true }).verdict).toEqual(refused('committed'));
  });
});

describe('a status', () => {
  it.each([200, 404, 500, 504])('that `retryOn` does not name is passed on: %i', (status) => {
    expect(decide({ kind: 'status', status }, { replayable: false, attempts: 3 })).toEqual({
      verdict: refused('not-retriable'),
      spent: false,
    });
  });

  it.each([502, 503])('that it names is tried elsewhere: %i', (status) => {
    expect(decide({ kind: 'status', status }).verdict).toEqual(afterJitter);
  });
});

describe('a kept-alive connection that is closed as the request goes out', () => {
  it('is replaced by a fresh one to the same endpoint, for free', () => {
    expect(decide(reusedReset)).toEqual({ verdict: onFreshConnection, spent: false });
  });

  it.each<{ name: string; state: Partial<RetryState>; options: Partial<RetryRuleOptions> }>([
    { name: 'the attempts are used', state: { attempts: 3 }, options: {} },
    { name: 'there is no other endpoint', state: { othersLeft: false }, options: {} },
    { name: '`attempts: 1` is set', state: {}, options: { attempts: 1 } },
    { name: '`retryOn` is empty', state: {}, options: { retryOn: [] } },
  ])('is replaced also when $name: nobody is to blame', ({ state, options }) => {
    expect(decide(reusedReset, state, options)).toEqual({ verdict: onFreshConnection, spent: false });
  });

  it('is replaced once; after that it is a reset like any other', () => {
    expect(decide(reusedReset, { freshUsed: true })).toEqual({ verdict: afterJitter, spent: true });
  });

  it.each<{ name: string; state: Partial<RetryState>; expected: RetryVerdict }>([
    { name: 'a POST', state: { idempotent: false }, expected: refused('not-idempotent') },
    { name: 'a large body', state: { replayable: false }, expected: refused('body-too-large') },
    { name: 'a committed response', state: { committed: true }, expected: refused('committed') },
  ])('is not replaced for $name', ({ state, expected }) => {
    expect(decide(reusedReset, state).verdict).toEqual(expected);
  });

  it.each<{ name: string; reason: RetryReason }>([
    {
      name: 'part of a response had come',
      reason: { ...reset, facts: { reusedSocket: true, responseStarted: true } },
    },
    {
      name: 'it was silent instead of closed',
      reason: { ...reusedReset, failure: { stage: 'sent', code: 'http_response_timeout' } },
    },
    {
      name: 'it brought garbage',
      reason: { ...reusedReset, failure: { stage: 'sent', code: 'http_protocol_error' } },
    },
  ])('was no such connection when $name', ({ reason }) => {
    expect(decide(reason).verdict).toEqual(afterJitter);
  });
});

describe('over all reasons and states', () => {
  const yesAndNo = [true, false];
  const states: RetryState[] = yesAndNo.flatMap((committed) =>
    yesAndNo.flatMap((idempotent) =>
      yesAndNo.flatMap((replayable) =>
        yesAndNo.flatMap((freshUsed) =>
          yesAndNo.flatMap((othersLeft) =>
            [1, 2, 3].map((attempts) => ({
              committed,
              idempotent,
              replayable,
              freshUsed,
              othersLeft,
              attempts,
            })),
          ),
        ),
      ),
    ),
  );
  const cases = [notSent, reset, reusedReset, silence, unavailable].flatMap((reason) =>
    states.flatMap((state) =>
      yesAndNo.map((budgetLeft) => ({ reason, state, budgetLeft, ...decide(reason, state, { budgetLeft }) })),
    ),
  );
  const retried = cases.filter(({ verdict }) => verdict.retry !== 'none');

  it('there are cases of either kind', () => {
    expect(cases).toHaveLength(5 * 96 * 2);
    expect(retried.length).toBeGreaterThan(0);
    expect(retried.length).toBeLessThan(cases.length);
  });

  it('nothing is repeated once the client has part of a response, or without the whole body', () => {
    expect(retried.filter(({ state }) => state.committed || !state.replayable)).toEqual([]);
  });

  it('a request that is not idempotent is repeated only if nothing was sent', () => {
    expect(retried.filter(({ reason, state }) => !state.idempotent && reason !== notSent)).toEqual([]);
  });

  it('an endpoint that was tried is tried again only over a fresh connection, and once', () => {
    const again = retried.filter(
      ({ state, verdict }) => verdict.retry === 'other-endpoint' && !state.othersLeft,
    );
    const fresh = retried.filter(({ verdict }) => verdict.retry === 'same-endpoint-fresh-connection');
    expect(again).toEqual([]);
    expect(fresh.filter(({ reason, state }) => reason !== reusedReset || state.freshUsed)).toEqual([]);
  });

  it('the budget is asked exactly where its answer decides', () => {
    const decided = cases.filter(
      ({ reason, verdict }) =>
        (verdict.retry === 'other-endpoint' && reason !== notSent) ||
        (verdict.retry === 'none' && verdict.refusal === 'budget'),
    );
    expect(cases.filter(({ spent }) => spent)).toEqual(decided);
  });
});

describe('a status', () => {
  it.each([
    { status: 502, retried: true },
    { status: 503, retried: true },
    { status: 500, retried: false },
    { status: 200, retried: false },
  ])('$status is worth another attempt: $retried', ({ status, retried }) => {
    const rule = new RetryRule({
      attempts: 3,
      retryOn: defaults,
      random: () => 0,
      budget: { tryWithdraw: () => true },
    });
    expect(rule.retriesStatus(status)).toBe(retried);
  });
});

describe('a response that broke off', () => {
  const brokeOff: RetryReason = {
    kind: 'failure',
    failure: { stage: 'streaming', code: 'http_response_incomplete' },
    facts: { reusedSocket: true, responseStarted: true },
  };

  it.each([
    {
      name: 'that the configuration would have retried',
      retryOn: ['reset'] as const,
      refusal: 'committed' as const,
    },
    { name: 'that it would not', retryOn: [502] as const, refusal: 'not-retriable' as const },
  ])('is a refused retry only of a condition $name', ({ retryOn, refusal }) => {
    const { verdict, spent } = decide(brokeOff, { committed: true }, { retryOn });
    expect([verdict, spent]).toEqual([refused(refusal), false]);
  });
});

describe('a hedge', () => {
  function hedge(state: Partial<RetryState>, budgetLeft = true): { allowed: boolean; spent: number } {
    let spent = 0;
    const rule = new RetryRule({
      attempts: 3,
      retryOn: [],
      random: () => 0,
      budget: {
        tryWithdraw: () => {
          spent += 1;
          return budgetLeft;
        },
      },
    });
    return { allowed: rule.mayHedge({ ...firstAttempt, ...state }), spent };
  }

  it('is paid for by the budget, whatever is retried', () => {
    expect(hedge({})).toEqual({ allowed: true, spent: 1 });
    expect(hedge({}, false)).toEqual({ allowed: false, spent: 1 });
  });

  it.each<{ name: string; state: Partial<RetryState> }>([
    { name: 'after the head', state: { committed: true } },
    { name: 'what may be done twice', state: { idempotent: false } },
    { name: 'a body that is gone', state: { replayable: false } },
    { name: 'a last attempt', state: { attempts: 3 } },
    { name: 'the only endpoint', state: { othersLeft: false } },
  ])('is not made, nor paid for: $name', ({ state }) => {
    expect(hedge(state)).toEqual({ allowed: false, spent: 0 });
  });
});
