import * as z from 'zod';
import { boolean } from '../values/boolean.ts';
import { domain } from '../values/domain.ts';
import { pathPrefix } from '../values/path.ts';
import { field } from './field.ts';

/** What a route is made of; a service with one route may write these fields itself. */
export const routeShape = {
  domain: field<string, string>(domain)
    .optional()
    .describe(
      'The host that is routed here. Case and a trailing dot do not matter, and international names may be written ' +
        'as they are. `*.example.com` is every name below example.com, however deep, but not example.com itself.',
    ),
  domains: z
    .array(field<string, string>(domain))
    .min(1)
    .optional()
    .describe('Several hosts that are routed here; in place of `domain`.'),
  path: field<string, string>(pathPrefix)
    .prefault('/')
    .describe(
      'Only paths below this one, by whole segments: `/api` takes `/api/x`, not `/apix`. The longest wins.',
    ),
  stripPrefix: field<boolean | 'true' | 'false', boolean>(boolean)
    .prefault(false)
    .describe(
      'Whether endpoints see the path without the prefix, which they get as X-Forwarded-Prefix. At least `/` is left. ' +
        'A path that is the prefix only after decoding, or has dot segments that leave it, is answered 400.',
    ),
};

/** An entry of `routes` */
export const routeSchema = z
  .strictObject(routeShape)
  .describe('One rule that maps hosts and a path to the service.');
