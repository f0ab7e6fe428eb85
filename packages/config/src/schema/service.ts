import * as z from 'zod';
import { boolean } from '../values/boolean.ts';
import { serviceName } from '../values/words.ts';
import { endpointSchema } from './endpoint.ts';
import { field } from './field.ts';
import { routeSchema, routeShape } from './route.ts';
import { serviceBlocks } from './service-blocks.ts';

/** What the rules say across fields, as far as JSON Schema can repeat it; `rules/` has the whole of it. */
const oneFormOfEach = {
  oneOf: ['hosts', 'discovery'].map((key) => ({ required: [key] })),
  anyOf: ['domain', 'domains', 'routes', 'default'].map((key) => ({ required: [key] })),
  not: {
    anyOf: ['domain', 'domains', 'path', 'stripPrefix'].map((key) => ({ required: ['routes', key] })),
  },
};

/** An entry of `proxy.services` */
export const serviceSchema = z
  .strictObject({
    name: field<string, string>(serviceName).describe(
      'What it is called in logs, metrics and errors; each name once.',
    ),
    ...routeShape,
    routes: z
      .array(routeSchema)
      .min(1)
      .optional()
      .describe(
        'Several routes, each with its own path; in place of `domain`, `domains`, `path` and `stripPrefix`.',
      ),
    default: field<boolean | 'true' | 'false', boolean>(boolean)
      .prefault(false)
      .describe('Whether it takes the hosts that no service claims. One service at most.'),
    hosts: z
      .array(endpointSchema)
      .min(1)
      .optional()
      .describe('Its endpoints, at least one, each address and port once; or `discovery` in place of it.'),
    ...serviceBlocks,
  })
  .meta({
    description: 'A named group of interchangeable endpoints and the hosts that are routed to it.',
    ...oneFormOfEach,
  });
