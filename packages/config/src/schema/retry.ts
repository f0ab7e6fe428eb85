import * as z from 'zod';
import { boolean } from '../values/boolean.ts';
import { durationOr } from '../values/duration.ts';
import { integer } from '../values/integer.ts';
import { percentage } from '../values/percentage.ts';
import { retryCondition } from '../values/retry-condition.ts';
import type { RetryCondition } from '../values/retry-condition.ts';
import { offUntilWritten } from './block.ts';
import { field } from './field.ts';

const attempts = integer({
  noun: 'a number',
  minimum: 1,
  maximum: 10,
  fix: 'count the first attempt too: 1 is no retry, 3 is up to two retries, 10 is the most',
});

/** `retry.hedge` */
export const hedgeSchema = z
  .strictObject({
    after: field<string, number | 'p95'>(durationOr('p95', { minimum: '1ms', maximum: '10m' }))
      .prefault('p95')
      .describe(
        "How long to wait for the head of a response before the second attempt begins; `p95` is what 95 of 100 of the service's " +
          'recent requests took.',
      ),
  })
  .describe(
    'Sends an idempotent request that is slow to a second endpoint as well; the first answer wins, the other attempt is ' +
      'cancelled. Cuts the slowest requests short and costs load on the service, which the budget bounds. Only for ' +
      'services that bear the same request twice.',
  );

/** `retry` of a service and of `proxy.defaults` */
export const retrySchema = z
  .strictObject({
    attempts: field<number | string, number>(attempts)
      .prefault(3)
      .describe(
        'The most attempts of one request, the first one counted: 1 is no retry. Attempts that could not even be ' +
          'sent do not count.',
      ),
    retryOn: z
      .array(field<RetryCondition | number | `${number}`, RetryCondition | number>(retryCondition))
      .prefault(['connect-failure', 'reset', 'response-timeout', 502, 503])
      .describe(
        'What makes another attempt. Once a request was sent, only idempotent methods are tried again, always on ' +
          'another endpoint, and never after the response to the client has begun.',
      ),
    budget: field<number | string, number>(percentage)
      .prefault('20%')
      .describe(
        "Retries may be this share of the service's requests of the last 10 seconds, and 10 a second on top (divided " +
          'over the workers), so that they never multiply an overload.',
      ),
    idempotencyKey: field<boolean | 'true' | 'false', boolean>(boolean)
      .prefault(false)
      .describe(
        'Whether a request with an `Idempotency-Key` field may be sent again, whatever its method. Only for services ' +
          'that keep to the key: others would do the same thing twice.',
      ),
    hedge: offUntilWritten(hedgeSchema),
  })
  .describe(
    'When a request is tried again. `retry: false` is `attempts: 1` without hedging: what was sent is not repeated; a ' +
      'request that could not be sent still goes to another endpoint. A `Retry-After` on a status of `retryOn` keeps the ' +
      'endpoint out of turn for that long, 60 seconds at most.',
  );
