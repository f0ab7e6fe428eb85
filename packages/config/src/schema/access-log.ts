import * as z from 'zod';
import { boolean } from '../values/boolean.ts';
import { field } from './field.ts';

/** `proxy.accessLog` */
export const accessLogSchema = z
  .strictObject({
    enabled: field<boolean | 'true' | 'false', boolean>(boolean)
      .prefault(true)
      .describe('Whether each request is logged as one JSON line on stdout.'),
  })
  .describe('The access log.');
