import * as z from 'zod';
import { duration } from '../values/duration.ts';
import { integer } from '../values/integer.ts';
import { percentage, positivePercentageOrOff } from '../values/percentage.ts';
import { field } from './field.ts';

const count = integer({ noun: 'a number', minimum: 1, maximum: 100_000 });

/** `outlierDetection` of a service and of `proxy.defaults` */
export const outlierDetectionSchema = z
  .strictObject({
    consecutiveFailures: field<number | string, number>(count)
      .prefault(5)
      .describe(
        'So many gateway failures in a row eject an endpoint: 502, 503, 504, a status of `retry.retryOn`, a reset, a ' +
          'broken response. What never reached it (refused, connect timeout) is counted apart from what it answered.',
      ),
    failureRate: field<number | string, number | null>(positivePercentageOrOff)
      .prefault('off')
      .describe(
        'The share of failed requests in `window` that ejects, other 5xx included. For endpoints that fail often but not in ' +
          'a row. Faults of the application that hit all endpoints alike reach it too.',
      ),
    minRequests: field<number | string, number>(count)
      .prefault(20)
      .describe('Fewer requests than this in `window` say nothing about the failure rate.'),
    window: field<string, number>(duration({ minimum: '1s', maximum: '10m' }))
      .prefault('10s')
      .describe('How far back the failure rate looks.'),
    baseEjection: field<string, number>(duration({ minimum: '100ms', maximum: '1h' }))
      .prefault('10s')
      .describe(
        'How long the first ejection lasts; the second is twice as long, and so on up to `maxEjection`.',
      ),
    maxEjection: field<string, number>(duration({ minimum: '100ms', maximum: '24h' }))
      .prefault('300s')
      .describe('The longest that one ejection lasts. A passed health check ends it sooner.'),
    maxEjected: field<number | string, number>(percentage)
      .prefault('50%')
      .describe(
        'At most this share of the endpoints is ejected at once, but always one may be, and never the last that is available.',
      ),
  })
  .describe(
    'Takes endpoints out that answer badly, judged by the traffic itself. On unless it is `false`. Endpoints that do not ' +
      'answer at all are put last for a short time in any case; that is backoff and has no settings.',
  );
