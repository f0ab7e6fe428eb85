import * as z from 'zod';
import type { EndpointView } from '../../control-plane/views.ts';
import { availability, count, date, errorCode, health, milliseconds, weight } from './values.ts';

const healthCheck = z
  .strictObject({
    lastAt: date,
    lastError: z.string().nullable().describe('null when it passed.'),
  })
  .describe('The last active check; null without `healthCheck`, or before the first one.');

const ejection = z
  .strictObject({
    reason: z
      .enum(['gateway-failures', 'local-errors', 'failure-rate'])
      .describe(
        '`gateway-failures`: 502 to 504, or a status of `retryOn`, in a row; `local-errors`: resets, connect failures and missing answers in a row; `failure-rate`: too large a share of a window failed.',
      ),
    remainingMs: milliseconds,
    times: count.describe('How often by now; each time is longer.'),
  })
  .describe('Taken out by outlier detection; null while it is not.');

const overrides = z
  .strictObject({
    drained: z.literal(true).exactOptional(),
    weight: weight.exactOptional(),
  })
  .describe('What an operator has set on this replica: survives reloads, ends with the process.');

const backoff = z
  .strictObject({
    kind: z.enum(['ready', 'waiting', 'trial']),
    remainingMs: milliseconds.nullable(),
  })
  .describe('Whether it is ordered last, after connections to it failed or it did not answer in time.');

const lastError = z
  .strictObject({ code: z.union([errorCode, z.literal('error_status')]), detail: z.string(), at: date })
  .describe('`error_status`: it answered, with the status in `detail`, which counts against it.');

/** An endpoint as operators see it. */
export const endpoint = z
  .strictObject({
    address: z.string().describe('`address:port`, IPv6 in brackets: what operations call it.'),
    weight: z.number().positive().describe("The weight in force: the operator's if there is one."),
    configuredWeight: z.number().positive().describe('What configuration or discovery says.'),
    backup: z.boolean().describe('Used only when all the others are gone.'),
    health: health.describe('`unknown` is usable.'),
    healthCheck: healthCheck.nullable(),
    ejected: ejection.nullable(),
    drained: z.boolean(),
    overrides,
    backoff,
    inFlight: count,
    availability: availability.describe('Whether it may be picked, or the first thing against it.'),
    latencyMs: z
      .strictObject({ p50: milliseconds, p99: milliseconds })
      .nullable()
      .describe('Of the answers in about the last minute; null when there was none.'),
    lastError: lastError.nullable(),
    requests: count.describe('Attempts that ended, since this endpoint was first seen.'),
    draining: z.boolean().describe('It has left the service and finishes what it has begun.'),
  })
  .meta({ id: 'Endpoint' }) satisfies z.ZodType<EndpointView>;
