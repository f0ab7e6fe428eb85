import * as z from 'zod';
import { durationOrOff } from '../values/duration.ts';
import { field } from './field.ts';

/** `timeouts` of a service and of `proxy.defaults` */
export const timeoutsSchema = z
  .strictObject({
    connect: timeout('10m', '2s').describe('To establish one connection to an endpoint.'),
    acquire: timeout('10m', '5s').describe(
      'For all attempts of a request that could not be sent: looking for an endpoint that takes it ends here.',
    ),
    responseHeader: timeout('24h', '30s').describe(
      'From the whole request sent to the head of the final response.',
    ),
    idle: timeout('24h', '60s').describe(
      'The longest silence between two pieces of a body, in either direction. Does not run while a slow reader ' +
        'holds the other side back.',
    ),
    tunnel: timeout('7d', '1h').describe(
      'The longest silence on event streams and upgraded connections such as WebSockets, in place of `idle`.',
    ),
    request: timeout('7d', 'off').describe(
      'The whole request, from its head to the last byte of its response.',
    ),
  })
  .describe(
    'How long each phase of a request may take. Each ends in an error of its own; `off` is no limit.',
  );

function timeout(maximum: string, byDefault: string): z.ZodPrefault<z.ZodType<number | null, string>> {
  return field<string, number | null>(durationOrOff({ minimum: '1ms', maximum })).prefault(byDefault);
}
