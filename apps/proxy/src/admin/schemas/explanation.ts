import * as z from 'zod';
import type { Explanation } from '../../explain/explanation.ts';
import { availability, count, errorCode, health, percent, policy } from './values.ts';

const limitMs = z.number().min(0).nullable().describe('null is off.');
const status = z.int().min(100).max(599);

const timeouts = z.strictObject({
  connectMs: limitMs,
  acquireMs: limitMs,
  responseHeaderMs: limitMs,
  idleMs: limitMs,
  tunnelMs: limitMs,
  requestMs: limitMs,
});

const retry = z.strictObject({
  attempts: z.int().min(1),
  retryOn: z.array(z.union([z.enum(['connect-failure', 'reset', 'response-timeout']), status])).readonly(),
  budgetPercent: percent,
  idempotencyKey: z.boolean(),
  hedge: z.strictObject({ afterMs: z.union([z.number().min(0), z.literal('p95')]) }).nullable(),
  repeatable: z.boolean().describe('Whether this request may be repeated once it was sent.'),
});

const candidate = z.strictObject({
  endpoint: z.string(),
  weight: z.number().positive(),
  backup: z.boolean(),
  health,
  availability,
  inFlight: count,
});

const outcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('own'), status }).describe('The proxy answers it itself.'),
  z
    .strictObject({
      kind: z.literal('error'),
      code: errorCode,
      type: z.string().describe('RFC 9209.'),
      status,
      detail: z.string(),
      fix: z.string(),
    })
    .describe('It is refused.'),
  z
    .strictObject({
      kind: z.literal('service'),
      service: z.string(),
      policy,
      hash: z.int().min(0).nullable().describe('What a consistent-hash policy goes by.'),
      sticky: z.string().nullable().describe("The endpoint that the request's sticky cookie stands for."),
      candidates: z.array(candidate).readonly(),
      pick: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('endpoint'), endpoint: z.string() }),
        z.strictObject({ kind: z.literal('full') }),
        z.strictObject({ kind: z.literal('none') }),
      ]),
      timeouts,
      retry,
      sent: z.strictObject({
        target: z.string(),
        headers: z.array(z.tuple([z.string(), z.string()]).readonly()).readonly(),
      }),
    })
    .describe('It goes to a service.'),
]);

/** What would become of a request. */
export const explanation = z
  .strictObject({
    request: z.strictObject({
      method: z.string(),
      url: z.string(),
      host: z.string().nullable().describe('Normalised, as it is routed by.'),
      path: z.string().nullable().describe('Normalised, for matching only.'),
      client: z.string(),
      upgrade: z.boolean(),
    }),
    outcome,
    routes: z
      .array(
        z.strictObject({
          service: z.string(),
          domain: z.string(),
          path: z.string(),
          chosen: z.boolean(),
          why: z.string(),
        }),
      )
      .readonly(),
    moreRoutes: count.describe('Further routes that lost.'),
  })
  .meta({ id: 'Explanation' }) satisfies z.ZodType<Explanation>;
