import * as z from 'zod';
import { sizeOrOff } from '../values/size.ts';
import { field } from './field.ts';

/** `limits` of a service and of `proxy.defaults` */
export const limitsSchema = z
  .strictObject({
    maxBodyBytes: field<string, number | null>(sizeOrOff)
      .prefault('off')
      .describe('The largest request body; a larger one is answered 413. `0B` allows none at all.'),
  })
  .describe('What a request to the service may cost.');
