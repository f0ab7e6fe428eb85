import * as z from 'zod';
import { address } from '../values/address.ts';
import { listenerPort } from '../values/port.ts';
import { field } from './field.ts';

/** `proxy.admin` */
export const adminSchema = z
  .strictObject({
    address: field<string, string>(address)
      .prefault('127.0.0.1')
      .describe('The address of the admin side; keep it away from clients.'),
    port: field<number | string, number>(listenerPort)
      .prefault(9901)
      .describe('The port of the admin side; 0 takes any free one, and the log says which.'),
  })
  .describe('The listener for operators, with the probes `/livez` and `/readyz`. `admin: false` opens none.');
