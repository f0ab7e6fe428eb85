import * as z from 'zod';
import type { ServiceView } from '../../control-plane/views.ts';
import { endpoint } from './endpoint.ts';
import { count, date, errorCode, milliseconds, policy } from './values.ts';

const latency = z.strictObject({ p50: milliseconds, p95: milliseconds, p99: milliseconds });

const discovery = z
  .strictObject({
    type: z.enum(['hosts', 'dns', 'srv', 'file']),
    state: z.enum(['ok', 'stale']).describe('`stale`: what is in use is older than the latest look-up.'),
    lastError: z.string().nullable(),
    lastAnswerAt: date.nullable(),
  })
  .describe('null when all endpoints are IP addresses from the configuration.');

/** A service as operators see it. */
export const service = z
  .strictObject({
    name: z.string(),
    policy,
    requests: count.describe('Requests that ended, since the start of this process.'),
    responses: z.array(count).length(5).readonly().describe('By class of status, from 1xx to 5xx.'),
    errors: z.partialRecord(errorCode, count).describe('By the codes of docs/errors.md.'),
    failed: count.describe(
      "Requests that a client would call failed: an error that is not the client's, a cut response, or a 5xx.",
    ),
    aborted: count.describe('Requests whose client left or stalled. Not among `failed`.'),
    retries: count,
    hedges: count,
    refusedRetries: z.record(z.string(), count).describe('Retries that were asked for and not made.'),
    inFlight: count,
    queued: count.describe('Requests that wait for an endpoint to have room.'),
    breaker: z
      .enum(['closed', 'open', 'half-open'])
      .nullable()
      .describe('The worst of the workers; null without a circuit breaker.'),
    budgetLeft: z.number().min(0).describe('Retries that the budget would still pay for.'),
    latencyMs: latency.nullable().describe('Of about the last minute; null when nothing was answered in it.'),
    totalLatencyMs: latency.nullable().describe('Since the start of this process.'),
    discovery: discovery.nullable(),
    endpoints: z.array(endpoint).readonly(),
  })
  .meta({ id: 'Service' }) satisfies z.ZodType<ServiceView>;
