import type { DrillCounts, DrillVerdict } from './drill-report.ts';
import type { DrillPlan } from './drill-machine.ts';
import type { DrillEnding, Evidence, StopReason } from './drill-state.ts';

/** What a verdict goes by besides what happened. */
export interface JudgedDrill extends DrillPlan {
  /** `outlierDetection.consecutiveFailures`; `null` when it is off. */
  readonly consecutiveFailures: number | null;
}

/** What it comes to, and why. */
export interface Judgement {
  readonly verdict: DrillVerdict;
  /** A sentence each; first those that the verdict is for. */
  readonly reasons: readonly string[];
}

/** With outlier detection off: so many failures, and nothing done about them, are enough to say so. */
const usualFailures = 5;

const stops: Readonly<Record<StopReason, string>> = {
  'caller-left': 'Whoever asked for the drill has left before its end.',
  'shutting-down': 'The proxy was shut down.',
  'endpoint-gone': 'The service has this endpoint no more.',
  'endpoint-drained': 'An operator has drained the endpoint.',
  'too-few': 'Fewer than two endpoints were available when the fault was to begin.',
};

/** Whether clients were spared: the point of having several endpoints. */
export function judge(drill: JudgedDrill, ending: DrillEnding): Judgement {
  const { evidence, stopped } = ending;
  const notes = notesOf(drill, evidence);
  if (stopped !== null && evidence.failed === 0) {
    return { verdict: 'inconclusive', reasons: [stops[stopped], ...notes] };
  }
  if (!wasReached(evidence)) {
    const traffic = evidence.drill.counts().requests === 0 ? ' The service had none at all.' : '';
    const reasons = [`No traffic reached the endpoint while it failed.${traffic}`, ...notes];
    return { verdict: 'inconclusive', reasons };
  }
  const failures = failuresOf(drill, ending);
  if (failures.length > 0) return { verdict: 'fail', reasons: [...failures, ...notes] };
  if (stopped !== null) return { verdict: 'inconclusive', reasons: [stops[stopped], ...notes] };
  if (evidence.takenOut !== null && ending.backAtMs === null) {
    const reasons = ['No request came to the endpoint after the fault, to show that it recovers.', ...notes];
    return { verdict: 'inconclusive', reasons };
  }
  return { verdict: 'pass', reasons: [passed(evidence), ...notes] };
}

/** Something ended there, or hung. */
function wasReached({ answered, failed, inFlight }: Evidence): boolean {
  return answered + failed + inFlight > 0;
}

function failuresOf(drill: JudgedDrill, { evidence, backAtMs, endpoint, stopped }: DrillEnding): string[] {
  const reasons: string[] = [];
  const blamed = excuses(drill, evidence).reduce((left, { count }) => left - count, failedOf(evidence));
  if (blamed > 0)
    reasons.push(`${requests(blamed)} failed that another endpoint could have answered${why(evidence)}.`);
  if (drill.fault === 'hang' && drill.responseHeaderMs === null) {
    reasons.push('Requests to the endpoint hung without end: timeouts.responseHeader is off.');
  }
  const { aborted } = evidence.drill.counts();
  if (drill.fault === 'hang' && evidence.failed === 0 && aborted > 0) {
    reasons.push(
      `Clients left before the endpoint was given up (${requests(aborted)}): make timeouts.responseHeader shorter.`,
    );
  }
  const enough = drill.consecutiveFailures ?? usualFailures;
  if (drill.fault !== 'slow' && evidence.takenOut === null && evidence.failed >= enough) {
    const off = drill.consecutiveFailures === null ? ': outlierDetection is off' : '';
    reasons.push(`The endpoint was never taken out although ${evidence.failed} attempts at it failed${off}.`);
  }
  const isStillOut = endpoint.kind === 'out' && endpoint.remainingMs > 0;
  if (stopped === null && evidence.takenOut !== null && backAtMs === null && isStillOut) {
    reasons.push('The endpoint was still out when the wait for it was over.');
  }
  return reasons;
}

/** Failures that no proxy could have spared its clients. */
function excuses({ fault }: DrillPlan, { drill }: Evidence): readonly { count: number; note: string }[] {
  const { refusedRetries, errors } = drill.counts();
  const unrepeatable = refusedRetries['not-idempotent'] ?? 0;
  const cut = fault === 'truncate' ? (errors.http_response_incomplete ?? 0) : 0;
  return [
    {
      count: unrepeatable,
      note: `${requests(unrepeatable)} had been sent and must not be sent twice, such as POST.`,
    },
    {
      count: cut,
      note: `${cut === 1 ? '1 response' : `${cut} responses`} broke off in front of the client, which nothing can mend.`,
    },
    {
      count: drill.ownErrors,
      note: `${requests(drill.ownErrors)} got a 5xx that an endpoint answered of its own.`,
    },
  ];
}

function notesOf(drill: DrillPlan, evidence: Evidence): string[] {
  const { requests: measured, failed } = evidence.baseline.counts();
  const notes = excuses(drill, evidence).flatMap(({ count, note }) => (count > 0 ? [note] : []));
  if (failed > 0) notes.push(`Before the fault ${failed} of ${requests(measured)} failed as well.`);
  return notes;
}

function passed({ failed, takenOut }: Evidence): string {
  if (failed === 0) return 'No attempt at the endpoint failed, and no request did for it.';
  const attempts = failed === 1 ? '1 attempt' : `${failed} attempts`;
  const short = takenOut === null ? ', too few to take it out' : '';
  return `${attempts} at the endpoint failed${short}, and no request that could be answered elsewhere did.`;
}

function failedOf({ drill }: Evidence): number {
  return drill.counts().failed;
}

/** What the failed requests were told, and why they were not tried again. */
function why({ drill }: Evidence): string {
  const { errors, refusedRetries }: DrillCounts = drill.counts();
  const named = Object.entries(errors).map(([code, count]) => `${code} ${count}`);
  const refused = Object.entries(refusedRetries).map(([reason, count]) => `no retry for ${reason} ${count}`);
  const all = [...named, ...refused];
  return all.length === 0 ? '' : ` (${all.join(', ')})`;
}

function requests(count: number): string {
  return count === 1 ? '1 request' : `${count} requests`;
}
