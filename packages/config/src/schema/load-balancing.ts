import * as z from 'zod';
import { choice } from '../values/choice.ts';
import { durationOrOff } from '../values/duration.ts';
import { hashOn } from '../values/hash-on.ts';
import type { HashOn } from '../values/hash-on.ts';
import { percentage } from '../values/percentage.ts';
import { offUntilWritten } from './block.ts';
import { field } from './field.ts';
import { stickySchema } from './sticky.ts';

const policies = ['random', 'round-robin', 'least-requests', 'peak-ewma', 'consistent-hash'] as const;

/** How one endpoint of a service is chosen for a request. */
export type PolicyName = (typeof policies)[number];

/** `loadBalancing` of a service and of `proxy.defaults` */
export const loadBalancingSchema = z
  .strictObject({
    policy: field<PolicyName, PolicyName>(choice(policies))
      .prefault('random')
      .describe(
        '`random` draws by weight; `round-robin` goes through the endpoints in turn, smoothly by weight; ' +
          '`least-requests` draws two and takes the one with fewer requests in flight; `peak-ewma` draws two and takes ' +
          'the one that has lately answered faster for what it has in flight, for instances that are not equally ' +
          'fast; `consistent-hash` sends equal requests to the same endpoint, for instances with caches of their own.',
      ),
    hashOn: field<string, HashOn>(hashOn)
      .optional()
      .describe(
        "What `consistent-hash` calls equal: the `client`'s address (without `hashOn`), the `path`, or one " +
          '`header:NAME`, `cookie:NAME` or `query:NAME`. A request that lacks it goes to any endpoint, by weight. When ' +
          'an endpoint comes or goes only its share of the requests moves, and one that has more than 1.25 times its ' +
          'share of the requests in flight passes the rest on.',
      ),
    sticky: offUntilWritten(stickySchema),
    slowStart: field<string, number | null>(durationOrOff({ minimum: '1s', maximum: '1h' }))
      .prefault('off')
      .describe(
        'How long an endpoint that comes in or comes back takes to reach its full weight, for instances that must warm ' +
          'up. Never when the proxy itself starts.',
      ),
    panicThreshold: field<number | string, number>(percentage)
      .prefault('0%')
      .describe(
        'Below this share of healthy endpoints health and ejections are ignored, and all endpoints are used: for ' +
          'checks that may be wrong about all instances at once. 0 is never.',
      ),
  })
  .describe('How one endpoint of a service is chosen for each request.');
