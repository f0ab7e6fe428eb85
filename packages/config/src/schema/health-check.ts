import * as z from 'zod';
import { choice } from '../values/choice.ts';
import { duration } from '../values/duration.ts';
import { hostWithPort } from '../values/host-header.ts';
import { integer } from '../values/integer.ts';
import { percentage } from '../values/percentage.ts';
import { requestTarget } from '../values/request-line.ts';
import { statusRange } from '../values/status.ts';
import type { StatusRange } from '../values/status.ts';
import { text } from '../values/text.ts';
import { field } from './field.ts';

const methods = ['GET', 'HEAD', 'OPTIONS', 'POST'] as const;
const inARow = integer({ noun: 'a number', minimum: 1, maximum: 100 });

/** What a health check asks with. */
export type HealthCheckMethod = (typeof methods)[number];

/** `healthCheck` of a service and of `proxy.defaults` */
export const healthCheckSchema = z
  .strictObject({
    type: field<'tcp' | 'http', 'tcp' | 'http'>(choice(['tcp', 'http']))
      .optional()
      .describe(
        '`http` asks for `path`, `tcp` only connects. Without it `http` when there is a `path`, else `tcp`.',
      ),
    path: field<string, string>(requestTarget)
      .optional()
      .describe(
        'What to ask for, such as `/healthz`. It should say whether this instance can serve, and not look at what all instances ' +
          'share: a database that is down would take all of them out at once.',
      ),
    method: field<HealthCheckMethod, HealthCheckMethod>(choice(methods))
      .prefault('GET')
      .describe('The method of the request. It has no body.'),
    host: field<string, string>(hostWithPort)
      .optional()
      .describe("The Host of the request. Without it the service's first domain that is no wildcard."),
    interval: field<string, number>(duration({ minimum: '100ms', maximum: '1h' }))
      .prefault('5s')
      .describe('From the start of one check of an endpoint to the start of the next.'),
    changingInterval: field<string, number>(duration({ minimum: '100ms', maximum: '1h' }))
      .prefault('1s')
      .describe(
        'In place of `interval` while `rise` or `fall` is being counted, so that changes are seen soon.',
      ),
    timeout: field<string, number>(duration({ minimum: '10ms', maximum: '10m' }))
      .prefault('2s')
      .describe('How long one check may take, connecting included. Longer is a failed one.'),
    rise: field<number | string, number>(inARow)
      .prefault(2)
      .describe('So many passed checks in a row make an unhealthy endpoint healthy.'),
    fall: field<number | string, number>(inARow)
      .prefault(3)
      .describe(
        'So many failed checks in a row make a healthy endpoint unhealthy. Of an endpoint that was never checked the first failed ' +
          'one counts at once.',
      ),
    jitter: field<number | string, number>(percentage)
      .prefault('20%')
      .describe('By how much an interval may be longer or shorter, so that checks do not come all at once.'),
    expect: z
      .array(field<number | string, StatusRange>(statusRange))
      .min(1)
      .prefault(['200-299'])
      .describe('The statuses that pass. Redirects are not followed.'),
    expectBody: field<string, string>(text)
      .optional()
      .describe('Text that the first 64 KiB of the body must contain. Case matters.'),
  })
  .describe(
    'Asks every endpoint whether it can serve, from one process whatever the number of workers. `healthCheck: {}` is a ' +
      'connect check, which sees only that something accepts connections: an instance that hangs, answers every request 500, or is another ' +
      'program at the same address passes it. Give a `path` wherever the instances have one.',
  );
