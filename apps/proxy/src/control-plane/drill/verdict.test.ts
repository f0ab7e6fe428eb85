import { describe, expect, it } from 'vitest';
import type { ServiceReport } from '../../data-plane/stats/service-report.ts';
import { endpointReport, outcomes, serviceReport } from '../testing/reports.ts';
import type { DrillEnding, Evidence } from './drill-state.ts';
import { Tally } from './tally.ts';
import { judge } from './verdict.ts';
import type { JudgedDrill } from './verdict.ts';

function tally(said: Partial<ServiceReport>): Tally {
  const counted = new Tally();
  counted.add(serviceReport('shop', said));
  return counted;
}

interface Case {
  readonly name: string;
  readonly drill?: Partial<JudgedDrill>;
  readonly baseline?: Partial<ServiceReport>;
  readonly counted?: Partial<ServiceReport>;
  readonly evidence?: Partial<Evidence>;
  readonly ending?: Partial<DrillEnding>;
  readonly verdict: string;
  readonly reasons: readonly string[];
}

const takenOut = { atMs: 1_200, by: 'backoff' } as const;
const well = 'at the endpoint failed, and no request that could be answered elsewhere did.';

/** A drill that went well, but for what the case says. */
function judged({ drill, baseline, counted, evidence, ending }: Case) {
  return judge(
    {
      endpoint: 'a:1',
      fault: 'refuse',
      forMs: 1_000,
      responseHeaderMs: 5_000,
      consecutiveFailures: 5,
      ...drill,
    },
    {
      evidence: {
        baseline: tally({ requests: 100, ...baseline }),
        baselineMs: 1_000,
        drill: tally({ requests: 100, ...counted }),
        beganAtMs: 1_000,
        answered: 0,
        failed: 7,
        inFlight: 0,
        firstFailedAtMs: 1_100,
        takenOut,
        ...evidence,
      },
      faultEndedAtMs: 2_000,
      backAtMs: 2_300,
      endpoint: { kind: 'usable' },
      stopped: null,
      ...ending,
    },
  );
}

const untouched = { failed: 0, firstFailedAtMs: null, takenOut: null };

describe('the verdict of a drill', () => {
  it.each<Case>([
    {
      name: 'passes when attempts failed and no request did',
      verdict: 'pass',
      reasons: [`7 attempts ${well}`],
    },
    {
      name: 'passes with too few failures to take the endpoint out',
      drill: { fault: 'reset' },
      evidence: { failed: 4, takenOut: null },
      verdict: 'pass',
      reasons: [
        '4 attempts at the endpoint failed, too few to take it out, and no request that could be answered elsewhere did.',
      ],
    },
    {
      name: 'passes for a slow endpoint that nothing failed at',
      drill: { fault: 'slow' },
      evidence: { ...untouched, answered: 9 },
      verdict: 'pass',
      reasons: ['No attempt at the endpoint failed, and no request did for it.'],
    },
    {
      name: 'fails for a request that another endpoint could have answered',
      counted: { failed: 2, errors: { connection_refused: 2 }, refusedRetries: { budget: 2 } },
      verdict: 'fail',
      reasons: [
        '2 requests failed that another endpoint could have answered (connection_refused 2, no retry for budget 2).',
      ],
    },
    {
      name: 'passes when only what must not be sent twice failed',
      counted: { failed: 1, errors: { connection_terminated: 1 }, refusedRetries: { 'not-idempotent': 1 } },
      verdict: 'pass',
      reasons: [`7 attempts ${well}`, '1 request had been sent and must not be sent twice, such as POST.'],
    },
    {
      name: 'passes when what failed had broken off in front of its client',
      drill: { fault: 'truncate' },
      counted: { failed: 3, errors: { http_response_incomplete: 3 } },
      verdict: 'pass',
      reasons: [
        `7 attempts ${well}`,
        '3 responses broke off in front of the client, which nothing can mend.',
      ],
    },
    {
      name: 'fails for a response that broke off without being told to',
      counted: { failed: 1, errors: { http_response_incomplete: 1 } },
      verdict: 'fail',
      reasons: ['1 request failed that another endpoint could have answered (http_response_incomplete 1).'],
    },
    {
      name: 'does not blame the fault for a 500 that another endpoint answered',
      baseline: { failed: 1 },
      counted: {
        failed: 2,
        endpoints: [endpointReport('b:1', { counts: outcomes({ errorStatus: 2 }) })],
      },
      verdict: 'pass',
      reasons: [
        `7 attempts ${well}`,
        '2 requests got a 5xx that an endpoint answered of its own.',
        'Before the fault 1 of 100 requests failed as well.',
      ],
    },
    {
      name: 'fails for an endpoint that was never taken out',
      drill: { fault: 'reset' },
      evidence: { takenOut: null },
      verdict: 'fail',
      reasons: ['The endpoint was never taken out although 7 attempts at it failed.'],
    },
    {
      name: 'says that outlier detection is off',
      drill: { fault: '5xx', consecutiveFailures: null },
      evidence: { takenOut: null },
      verdict: 'fail',
      reasons: [
        'The endpoint was never taken out although 7 attempts at it failed: outlierDetection is off.',
      ],
    },
    {
      name: 'fails for an endpoint that stays out',
      evidence: { takenOut: { atMs: 1_200, by: 'ejection' } },
      ending: { backAtMs: null, endpoint: { kind: 'out', by: 'ejection', remainingMs: 60_000 } },
      verdict: 'fail',
      reasons: ['The endpoint was still out when the wait for it was over.'],
    },
    {
      name: 'fails when requests hang without end',
      drill: { fault: 'hang', responseHeaderMs: null },
      evidence: { ...untouched, inFlight: 4 },
      verdict: 'fail',
      reasons: ['Requests to the endpoint hung without end: timeouts.responseHeader is off.'],
    },
    {
      name: 'fails when clients lose their patience before the proxy does',
      drill: { fault: 'hang' },
      counted: { aborted: 1 },
      evidence: { ...untouched, inFlight: 1 },
      verdict: 'fail',
      reasons: [
        'Clients left before the endpoint was given up (1 request): make timeouts.responseHeader shorter.',
      ],
    },
    {
      name: 'is open without traffic',
      counted: { requests: 0 },
      evidence: untouched,
      verdict: 'inconclusive',
      reasons: ['No traffic reached the endpoint while it failed. The service had none at all.'],
    },
    {
      name: 'is open with traffic that went elsewhere',
      evidence: untouched,
      verdict: 'inconclusive',
      reasons: ['No traffic reached the endpoint while it failed.'],
    },
    {
      name: 'is open when nobody asked the endpoint again',
      ending: { backAtMs: null, endpoint: { kind: 'out', by: 'backoff', remainingMs: 0 } },
      verdict: 'inconclusive',
      reasons: ['No request came to the endpoint after the fault, to show that it recovers.'],
    },
    {
      name: 'is open when it ended early',
      ending: { stopped: 'caller-left', backAtMs: null },
      verdict: 'inconclusive',
      reasons: ['Whoever asked for the drill has left before its end.'],
    },
    {
      name: 'fails although it ended early, when a request had failed',
      counted: { failed: 1 },
      ending: { stopped: 'shutting-down', backAtMs: null },
      verdict: 'fail',
      reasons: ['1 request failed that another endpoint could have answered.'],
    },
  ])('$name', (one) => {
    expect(judged(one)).toEqual({ verdict: one.verdict, reasons: one.reasons });
  });
});
