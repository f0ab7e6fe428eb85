import * as z from 'zod';
import { duration } from '../values/duration.ts';
import { field } from './field.ts';

/** `proxy.shutdown` */
export const shutdownSchema = z
  .strictObject({
    delay: field<string, number>(duration({ minimum: '0s', maximum: '1h' }))
      .prefault('0s')
      .describe(
        'After SIGTERM, how long to go on accepting while readiness already says no: the time in which load ' +
          'balancers in front take notice. SIGINT skips it.',
      ),
    timeout: field<string, number>(duration({ minimum: '0s', maximum: '1h' }))
      .prefault('25s')
      .describe('After the delay, how long requests may take to finish before they are cut.'),
  })
  .describe('How the process ends.');
