import * as z from 'zod';
import { address } from '../values/address.ts';
import { listenerPort } from '../values/port.ts';
import { field } from './field.ts';

/** `proxy.listen` */
export const listenSchema = z
  .strictObject({
    address: field<string, string>(address)
      .prefault('127.0.0.1')
      .describe('The address to accept clients on; `0.0.0.0` or `::` for all of them, as in a container.'),
    port: field<number | string, number>(listenerPort)
      .prefault(8080)
      .describe('The port to accept clients on; 0 takes any free one, and the log says which.'),
  })
  .describe('The listener for clients.');
