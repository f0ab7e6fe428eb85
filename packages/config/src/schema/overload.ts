import * as z from 'zod';
import { durationOrOff } from '../values/duration.ts';
import { field } from './field.ts';

/** `proxy.overload` */
export const overloadSchema = z
  .strictObject({
    maxLag: field<string, number | null>(durationOrOff({ minimum: '10ms', maximum: '1m' }))
      .prefault('500ms')
      .describe(
        'How late the event loop may run. Above it new requests are answered 503 at once, those of services with ' +
          '`limits.priority: low` first and those with `high` last, so that the rest stay fast. Low values shed load ' +
          'for every pause of the garbage collector.',
      ),
  })
  .describe('What happens when there is more work than one process can do.');
