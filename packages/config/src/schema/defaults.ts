import * as z from 'zod';
import { serviceBlocks } from './service-blocks.ts';

/** `proxy.defaults` */
export const defaultsSchema = z
  .strictObject(serviceBlocks)
  .describe(
    'What holds for every service that does not say otherwise. Maps are merged key by key, lists are replaced.',
  );
