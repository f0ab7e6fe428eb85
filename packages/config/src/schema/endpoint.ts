import * as z from 'zod';
import { address } from '../values/address.ts';
import { integer } from '../values/integer.ts';
import { endpointPort } from '../values/port.ts';
import { field } from './field.ts';

const weight = integer({ noun: 'a weight', minimum: 1, maximum: 1_000 });

/** An entry of `hosts` */
export const endpointSchema = z
  .strictObject({
    address: field<string, string>(address).describe(
      'Where to connect: an IP address, or a DNS name that the system resolves for each connection.',
    ),
    port: field<number | string, number>(endpointPort).describe('The port to connect to.'),
    weight: field<number | string, number>(weight)
      .prefault(1)
      .describe('Its share of the requests, in proportion to the weights of the others.'),
  })
  .describe('One endpoint: an address that requests are sent to.');
