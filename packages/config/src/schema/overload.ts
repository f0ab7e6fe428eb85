import * as z from 'zod';
import { durationOrOff } from '../values/duration.ts';
import { field } from './field.ts';

/** `proxy.overload` */
export const overloadSchema = z
  .strictObject({
    maxLag: field<string, number | null>(durationOrOff({ minimum: '10ms', maximum: '1m' }))
      .prefault('500ms')
      .describe(
        'How late the event loop may run. When it has been later than this for a second, new requests to services with ' +
          '`limits.priority: low` are answered 503 with Retry-After; from twice as late on those with `normal` too, ' +
          'from four times those with `high`. Requests under way go on.',
      ),
  })
  .describe('What happens when there is more work than one process can do.');
