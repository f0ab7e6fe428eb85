import * as z from 'zod';
import type { DrillCounts, DrillLatency, DrillReport } from '../../control-plane/drill/drill-report.ts';
import { parseDrillDuration } from '../../control-plane/drill/drill-times.ts';
import type { FaultKind } from '../../data-plane/forwarding/faults/injected-fault.ts';
import { operatorDuration } from '../../duration.ts';
import { count, errorCode, milliseconds } from './values.ts';

export const fault = z
  .enum(['refuse', 'reset', 'hang', 'slow', '5xx', 'truncate'])
  .describe(
    '`refuse`: connections are refused; `reset`: the connection is reset before any answer; `hang`: no answer comes; `slow`: the answer comes a second later; `5xx`: a 503 in place of the answer; `truncate`: the body of the answer breaks off.',
  ) satisfies z.ZodType<FaultKind>;

/** What is read of it is in milliseconds. */
export const duration = z
  .string()
  .regex(operatorDuration, 'expected a duration from 100ms to 5m, such as 10s')
  .transform((text, context) => {
    const ms = parseDrillDuration(text);
    if (ms !== null) return ms;
    context.addIssue('expected a duration from 100ms to 5m, such as 10s');
    return z.NEVER;
  })
  .describe('How long, such as `10s`: 100ms to 5m.');

const latency = z.strictObject({ p50: milliseconds, p99: milliseconds }) satisfies z.ZodType<DrillLatency>;

const counts = z
  .strictObject({
    requests: count.describe('Requests that ended.'),
    failed: count.describe(
      "Requests that a client would call failed: an error that is not the client's, a cut response, or a 5xx.",
    ),
    aborted: count.describe('Requests whose client left or stalled. Not among `failed`.'),
    errors: z.partialRecord(errorCode, count).describe('By the codes of docs/errors.md.'),
    retries: count,
    refusedRetries: z
      .record(z.string(), count)
      .describe('Retries that were asked for and not made, by reason.'),
    hedges: count,
    latencyMs: latency
      .nullable()
      .describe('Of whole requests that began before the fault was over; null when none was measured.'),
  })
  .meta({ id: 'DrillCounts' }) satisfies z.ZodType<DrillCounts>;

/** What a drill has shown. */
export const drillReport = z
  .strictObject({
    service: z.string(),
    endpoint: z.string().describe('`address:port`.'),
    fault,
    forMs: milliseconds.describe('How long the fault was asked for.'),
    faultMs: milliseconds.describe('How long it was there.'),
    baselineMs: milliseconds.describe(
      'What was measured just before: as long as the fault was asked for, but 10 s at most.',
    ),
    baseline: counts.describe('Before the fault.'),
    drill: counts.describe('From the beginning of the fault until the endpoint took requests again.'),
    addedMs: z
      .strictObject({ p50: z.number(), p99: z.number() })
      .nullable()
      .describe('Latency in the drill less that in the baseline; null when either was not measured.'),
    attempts: z
      .strictObject({ answered: count, failed: count })
      .describe('At the endpoint: those that ended during the fault, and those that failed after it.'),
    timeToEjectMs: milliseconds
      .nullable()
      .describe('From the first failed attempt until the endpoint was taken out; null when it never was.'),
    takenOutBy: z.enum(['backoff', 'ejection', 'health-check']).nullable(),
    timeToRecoverMs: milliseconds
      .nullable()
      .describe(
        'From the end of the fault until the endpoint had answered and had nothing against it; null when it was not taken out, or did not come back.',
      ),
    verdict: z
      .enum(['pass', 'fail', 'inconclusive'])
      .describe(
        '`fail`: a request failed that another endpoint could have answered, or the endpoint was not taken out, or not brought back. `inconclusive`: too little came to it to tell.',
      ),
    reasons: z.array(z.string()).readonly().describe('A sentence each; the verdict is for the first ones.'),
  })
  .meta({
    id: 'DrillReport',
    description: 'Times are known to about 0.1 s.',
  }) satisfies z.ZodType<DrillReport>;
