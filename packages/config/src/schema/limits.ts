import * as z from 'zod';
import { choice } from '../values/choice.ts';
import { duration } from '../values/duration.ts';
import { integer, integerOrOff } from '../values/integer.ts';
import { sizeOrOff } from '../values/size.ts';
import { offUntilWritten, onByDefault } from './block.ts';
import { field } from './field.ts';

const requests = { noun: 'a number of requests', minimum: 1, maximum: 1_000_000 };
const priorities = ['high', 'normal', 'low'] as const;

/** Who is served longest when the proxy is overloaded. */
export type Priority = (typeof priorities)[number];

/** `limits.queue` */
export const queueSchema = z
  .strictObject({
    size: field<number | string, number>(integer({ ...requests, maximum: 100_000 }))
      .prefault(128)
      .describe(
        'The most requests that wait. Further ones are answered 503 at once. Divided over the workers.',
      ),
    deadline: field<string, number>(duration({ minimum: '1ms', maximum: '10m' }))
      .prefault('1s')
      .describe('The longest that one waits before it is answered 503 with Retry-After.'),
  })
  .describe(
    'Where requests wait while `maxInFlight` or all endpoints are full. It absorbs bursts; a load that stays too high only waits ' +
      'longer. `queue: false` answers 503 at once.',
  );

/** `limits.adaptiveConcurrency` */
export const adaptiveConcurrencySchema = z
  .strictObject({
    min: field<number | string, number>(integer(requests))
      .prefault(10)
      .describe('The limit never goes below it, however slow the service is. Divided over the workers.'),
    max: field<number | string, number>(integer(requests))
      .prefault(1_000)
      .describe('The limit never goes above it, however fast the service is. Divided over the workers.'),
  })
  .describe(
    'Finds the limit of requests in flight itself, by watching whether more of them make the service slower. For services ' +
      'whose capacity nobody knows. Latencies that differ by request and not by load mislead it.',
  );

/** `limits` of a service and of `proxy.defaults` */
export const limitsSchema = z
  .strictObject({
    maxBodyBytes: field<string, number | null>(sizeOrOff)
      .prefault('off')
      .describe('The largest request body; a larger one is answered 413. `0B` allows none at all.'),
    maxInFlight: field<number | string, number | null>(integerOrOff(requests))
      .prefault('off')
      .describe(
        'The most requests of the whole service that are under way at once; more wait in the queue. Divided over the workers.',
      ),
    maxInFlightPerEndpoint: field<number | string, number | null>(integerOrOff(requests))
      .prefault(512)
      .describe(
        'The most requests under way at one endpoint. A full one is passed over; when all are full, requests wait in the ' +
          'queue. Divided over the workers.',
      ),
    queue: onByDefault(queueSchema),
    adaptiveConcurrency: offUntilWritten(adaptiveConcurrencySchema),
    priority: field<Priority, Priority>(choice(priorities))
      .prefault('normal')
      .describe(
        'Whose requests are shed last (`high`) or first (`low`) when the proxy itself is overloaded.',
      ),
  })
  .describe('What a request to the service may cost.');
