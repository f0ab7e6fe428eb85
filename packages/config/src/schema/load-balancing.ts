import * as z from 'zod';
import { choice } from '../values/choice.ts';
import { field } from './field.ts';
import { policiesNotBuiltYet } from './not-built-yet.ts';

const policies = ['random', 'round-robin', 'least-requests'] as const;

/** How one endpoint of a service is chosen for a request. */
export type PolicyName = (typeof policies)[number];

/** `loadBalancing` of a service and of `proxy.defaults` */
export const loadBalancingSchema = z
  .strictObject({
    policy: field<PolicyName, PolicyName>(choice(policies, policiesNotBuiltYet))
      .prefault('random')
      .describe(
        '`random` draws by weight; `round-robin` goes through the endpoints in turn, smoothly by weight; ' +
          '`least-requests` draws two and takes the one with fewer requests in flight.',
      ),
  })
  .describe('How one endpoint of a service is chosen for each request.');
