import * as z from 'zod';
import { choice } from '../values/choice.ts';
import { dnsName } from '../values/name.ts';
import { nameServer } from '../values/name-server.ts';
import { endpointPort } from '../values/port.ts';
import { filePath } from '../values/text.ts';
import { weightField } from './endpoint.ts';
import { field } from './field.ts';
import { discoveriesNotBuiltYet } from './not-built-yet.ts';

const types = ['dns', 'srv', 'file'] as const;

/** Where a service's endpoints are looked up. */
export type DiscoveryType = (typeof types)[number];

/** `discovery` of a service and of `proxy.defaults` */
export const discoverySchema = z
  .strictObject({
    type: field<DiscoveryType, DiscoveryType>(choice(types, discoveriesNotBuiltYet))
      .optional()
      .describe(
        '`dns` takes every A and AAAA record of `name`; `srv` takes the SRV records of `name` with their ports, weights ' +
          'and priorities (all but the best priority are backups); `file` takes the list in a file. Required.',
      ),
    name: field<string, string>(dnsName)
      .optional()
      .describe(
        'With `dns` and `srv`: the full name to look up, such as `shop.internal.example.com` or ' +
          '`_http._tcp.shop.internal.example.com`. No search list is applied.',
      ),
    port: field<number | string, number>(endpointPort)
      .optional()
      .describe('With `dns`: the port of every endpoint.'),
    servers: z
      .array(field<string, string>(nameServer))
      .prefault([])
      .describe("With `dns` and `srv`: the DNS servers to ask. Without any, the system's."),
    weight: weightField.describe('With `dns`: the weight of every endpoint.'),
    path: field<string, string>(filePath)
      .optional()
      .describe(
        'With `file`: a YAML or JSON list of entries as under `hosts`, or a map that has it under `endpoints`. Relative ' +
          'to the folder of the configuration file. It is watched, and a list that is not valid leaves the last one in ' +
          'place.',
      ),
  })
  .describe(
    'Where the endpoints are looked up, in place of `hosts`. Answers are asked for again as their TTL says (between 1 and 30 seconds); when ' +
      'none comes, the last good one stays. An endpoint that is gone is drained, not cut. In `proxy.defaults` it only fills in what a ' +
      'service with `discovery` leaves out.',
  );
