import * as z from 'zod';
import { integer } from '../values/integer.ts';
import { percentage } from '../values/percentage.ts';
import { retryCondition } from '../values/retry-condition.ts';
import type { RetryCondition } from '../values/retry-condition.ts';
import { field } from './field.ts';

const attempts = integer({
  noun: 'a number',
  minimum: 1,
  maximum: 10,
  fix: 'count the first attempt too: 1 is no retry, 3 is up to two retries, 10 is the most',
});

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
        "Retries may be this share of the service's requests of the last 10 seconds, and 10 a second on top, so " +
          'that they never multiply an overload.',
      ),
  })
  .describe(
    'When a request is tried again. `retry: false` is `attempts: 1`: what was sent is not repeated; a request that ' +
      'could not be sent still goes to another endpoint.',
  );
