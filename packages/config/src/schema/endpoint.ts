import * as z from 'zod';
import { address } from '../values/address.ts';
import { boolean } from '../values/boolean.ts';
import { integer } from '../values/integer.ts';
import { endpointPort } from '../values/port.ts';
import { field } from './field.ts';

const weight = integer({ noun: 'a weight', minimum: 1, maximum: 1_000 });

/** `weight` of an entry of `hosts` and of `discovery` */
export const weightField = field<number | string, number>(weight).prefault(1);

/** An entry of `hosts` */
export const endpointSchema = z
  .strictObject({
    address: field<string, string>(address).describe(
      'Where to connect: an IP address, or a name that is looked up as the system does (hosts file, search list), ' +
        'again every 5 seconds. Each of its addresses is an endpoint of this weight.',
    ),
    port: field<number | string, number>(endpointPort).describe('The port to connect to.'),
    weight: weightField.describe('Its share of the requests, in proportion to the weights of the others.'),
    backup: field<boolean | 'true' | 'false', boolean>(boolean)
      .prefault(false)
      .describe(
        'Whether it is used only when all the others are gone: unhealthy, ejected, drained or unreachable. Others that ' +
          'are merely full do not bring it in. Not every endpoint of a service can be one.',
      ),
  })
  .describe('One endpoint: an address that requests are sent to.');
