import * as z from 'zod';
import { duration } from '../values/duration.ts';
import { integer } from '../values/integer.ts';
import { positivePercentage } from '../values/percentage.ts';
import { field } from './field.ts';

/** `circuitBreaker` of a service and of `proxy.defaults` */
export const circuitBreakerSchema = z
  .strictObject({
    failureRate: field<number | string, number>(positivePercentage)
      .prefault('50%')
      .describe('The share of failed requests in `window` that opens the breaker.'),
    minRequests: field<number | string, number>(integer({ noun: 'a number', minimum: 1, maximum: 100_000 }))
      .prefault(20)
      .describe('Fewer requests than this in `window` never open it.'),
    window: field<string, number>(duration({ minimum: '1s', maximum: '10m' }))
      .prefault('10s')
      .describe('How far back it looks.'),
    openFor: field<string, number>(duration({ minimum: '100ms', maximum: '1h' }))
      .prefault('5s')
      .describe(
        'How long every request is answered 503 before `trials` are let through. Each round of trials that fails doubles ' +
          'it, up to eight times this.',
      ),
    trials: field<number | string, number>(integer({ noun: 'a number', minimum: 1, maximum: 1_000 }))
      .prefault(3)
      .describe(
        'So many requests are let through to see, and all of them must do well before it closes; one that fails opens ' +
          'it anew.',
      ),
  })
  .describe(
    'Stops sending to a service that fails as a whole, so that it can recover and clients need not wait: they get 503 with ' +
      'Retry-After. It also stops the requests that would have succeeded; where single endpoints fail, outlier ' +
      'detection is the better tool.',
  );
